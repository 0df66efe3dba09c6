"""French: its words, and how days and times are said in a line that books."""

from clinic_desktop.domain.saying.french_talk import TALK
from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: prochain; prochaine; [(le|la|au)] (prochain|prochaine|premier|première)
    [(créneau|rendez-vous|rdv|disponibilité|place|horaire)] [(libre|possible|disponible)]; dès que
    possible; le plus tôt possible; au plus tôt; au plus vite; le plus vite possible; le plus
    rapidement possible; rapidement; urgent; en urgence; d'urgence; urgence; asap; vite; tout de
    suite; dans les meilleurs délais; [(le|la|au|du|un|une|votre|tout)]
    (prochain|prochaine|premier|première|premiers|premières)
    [(créneau|rendez-vous|rdv|disponibilité|disponibilités|place|horaire|date|dispo|trou|possibilité|ouverture|plage|moment)]
    [(libre|possible|disponible|dispo|venu|venue|que vous avez|que vous ayez|qui se libère|que tu
    as|qu'on a|utile)]; (dès|aussitôt|aussi vite|aussi tôt|si tôt|sitôt) (que possible|que vous
    pouvez|que vous avez|que c'est possible|qu'il y a de la place|qu'il y a une place|qu'une place
    se libère|que faire se peut|que tu peux|qu'on peut); dès qu'il y a (de la place|une
    place|quelque chose|un créneau); dès que vous avez (une place|quelque chose|un créneau|de la
    place); [(le|au)] plus (tôt|vite|rapidement|rapide) [possible]; [(très|assez|plutôt|si
    possible)] (rapidement|vite|urgent|urgente|pressé|pressée); au plus pressé; en urgence
    absolue; c'est (urgent|pressé|assez urgent|une urgence); sans (attendre|tarder|délai);
    immédiatement; rapidos; prochainement; bientôt; sous peu; le plus tôt sera le mieux; de toute
    urgence; dans les plus brefs délais; le plus tôt que vous pouvez; au plus tôt svp; prioritaire
at: {time} pile; (à|a|pour|dès) {hour} [(pile|précises|précise)]; [(à|vers)] {time}
    (précises|pile|tapantes|tapante|pétantes); (à|a|pour|sur les|de) {time}; à {hour} pétantes
around: (vers|autour de|aux environs de|aux alentours de|environ|vers les) {hour}; (vers|vers
    les|autour de|aux environs de|aux alentours de|environ|environ à|à environ|sur les coups
    de|plus ou moins à|à peu près à|à peu près vers|plutôt vers|plutôt autour de|genre vers|dans
    les environs de|disons vers|vers environ|aux environs des) {hour}; {time} (environ|à peu
    près|ou par là|plus ou moins)
after: (après|à partir de|dès|pas avant|au plus tôt à|plus tard que) {hour}; {hour} ou plus tard;
    {hour} minimum; (après|à partir de|à partir des|dès|pas avant|au plus tôt à|plus tard
    que|seulement après|uniquement après|que après|qu'après|qu'à partir de|seulement à partir
    de|n'importe quand après|toujours après|plutôt après|pas plus tôt que|à compter
    de|depuis|passé|passées|au plus tôt vers|ne peut pas avant|plutôt à partir de) {hour}; {hour}
    (ou plus tard|et plus tard|et après|ou après|au plus tôt|passées|passés|minimum)
before: (avant|jusqu'à|jusqu'a|pas après|au plus tard à|au plus tard) {hour}; {hour} au plus tard;
    (avant|avant les|jusqu'à|jusqu'a|pas après|au plus tard à|au plus tard|pas plus tard
    que|seulement avant|uniquement avant|qu'avant|n'importe quand avant|toujours avant|plutôt
    avant|d'ici|maximum|impérativement avant|au maximum à|plus tôt que) {hour}; {hour} (au plus
    tard|maximum|max|ou plus tôt|ou avant|dernier délai|grand maximum)
between: (entre|de) {hour} (et|à|a) {hour}; {hour} à {hour}; (entre|de|entre les|n'importe quand
    entre|plutôt entre|quelque part entre|disponible entre|dispo entre|libre entre) {hour}
    (et|à|a|jusqu'à) {hour}; {hour} (à|jusqu'à) {hour}; de {hour} jusqu'à {hour}
part morning: [(le|dans la|en|au|du|les)] (matin|matinée|matins) [(seulement|uniquement)];
    [(le|dans la|en|au|du|les|un|plutôt le|uniquement le|seulement le|que le|toujours le|tous
    les|l'|en cours de|pendant la|cette|une|dans le courant de la|courant)]
    (matin|matinée|matins|matinées|mat) [(seulement|uniquement|svp|de préférence|si possible)];
    dans le courant de la matinée
part early_morning: [(en|au)] début (de matinée|de la matinée); tôt le matin; de bon matin; à la
    première heure; première heure; tôt; [(en|au|en tout|tout|tout en|dès le|le plus)] début (de
    matinée|de la matinée|de matin|de la journée|de journée); [(très|bien|assez|plutôt|le plus)]
    tôt [(le matin|dans la matinée|en matinée|possible le matin|dans la journée)]; (à|dès) (la
    première heure|l'ouverture|la première heure du matin|l'aube); dès (le
    matin|potron-minet|l'ouverture du cabinet); (au|le) petit matin; (première heure|premières
    heures) [(du matin|de la matinée)]; (en|le) premier (rdv|rendez-vous) (de la journée|du
    matin|de la matinée); le matin (tôt|de bonne heure|très tôt|à la première heure|dès
    l'ouverture); de bonne heure [le matin]; à l'ouverture [du cabinet]; en premier
part late_morning: [(en|à la)] fin (de matinée|de la matinée|de matin); [(en|à la|vers la|sur la)]
    fin (de matinée|de la matinée|de matin|du matin); tard (le matin|dans la matinée); le matin
    tard; milieu de matinée
part midday: [(le|sur le|entre)] midi; pause déjeuner; [(à|sur)] l'heure du déjeuner; entre midi
    et deux; pendant la pause déjeuner; [(le|sur le|entre|à l'heure du|pendant le|vers le|durant
    le|sur l'heure du|à l'heure de)] (midi|déjeuner|temps de midi|heure de midi);
    [(pendant|à|sur|durant|lors de)] (la|sa|ma) pause (déjeuner|de midi|midi|repas); pause
    (déjeuner|midi); entre midi et (deux|2|2h|14h|quatorze heures|une heure|1h|treize heures|13h);
    entre (12|12h) et (2|deux); sur la pause; le midi; sur le temps de midi; vers l'heure (du
    déjeuner|de midi|du repas); en milieu de journée
part afternoon: [(le|dans l'|en|cet|les|dans)] (après-midi|après midi|aprem|aprèm|après-midis)
    [(seulement|uniquement)]; [(le|dans l'|en|cet|les|dans|un|une|l'|plutôt l'|plutôt|uniquement
    l'|seulement l'|que l'|toujours l'|pendant l'|courant|dans le courant de l'|tous les|au cours
    de l')] (après-midi|après midi|aprem|aprèm|après-midis|apm|aprés-midi|après-m)
    [(seulement|uniquement|svp|de préférence|si possible)]
part early_afternoon: [(en|au)] début (d'après-midi|d'après midi|de l'après-midi); [(en|au|en
    tout)] début (d'après-midi|d'après midi|de l'après-midi|d'aprem|d'aprèm); tôt
    (l'après-midi|dans l'après-midi|en après-midi); juste après (le déjeuner|manger|midi); après
    le repas de midi
part late_afternoon: [(en|à la)] fin (d'après-midi|d'après midi|de l'après-midi|de journée);
    [(en|à la|vers la|sur la|plutôt en|plutôt)] fin (d'après-midi|d'après midi|de
    l'après-midi|d'aprem|d'aprèm|de journée|de la journée); tard (l'après-midi|dans
    l'après-midi|dans la journée|en journée); (le|en) (dernier|derniers) (rdv|rendez-vous|créneau)
    (de la journée|du jour|de l'après-midi); le plus tard possible; en dernier; avant la fermeture
part evening: [(le|en|dans la|les)] (soir|soirée|soirs) [(seulement|uniquement)]; en fin de
    soirée; [(le|en|dans la|les|un|plutôt le|uniquement le|seulement le|que le|en début de|début
    de|toujours le|tous les|tard le|vers le|dans le)] (soir|soirée|soirs|soirées)
    [(seulement|uniquement|svp|de préférence|si possible)]; [en] fin de soirée; en nocturne
part after_lunch: après (le déjeuner|déjeuner|manger|le repas); après (le repas|la pause
    déjeuner|midi|la pause de midi)
part after_work: après (le travail|le boulot|son travail|le bureau); après (le travail|le
    boulot|son travail|le bureau|son boulot|mon travail|sa journée de travail|la journée de
    travail|sa journée|les heures de bureau|les heures de travail|le taf|sa sortie du travail); à
    la sortie (du travail|du bureau|du boulot); en sortant (du travail|du boulot|du bureau); quand
    (elle|il) (sort|finit) (du travail|le travail|de travailler)
part after_school: après (l'école|les cours|la classe); après (l'école|les cours|la classe|la
    crèche|le collège|le lycée|la sortie de l'école|la sortie des classes); à la sortie (de
    l'école|des classes|des cours|du collège|du lycée); en sortant de l'école
part before_lunch: avant (midi|le déjeuner); avant (midi|le déjeuner|le repas|la pause déjeuner|la
    pause de midi|manger)
part before_work: avant (le travail|l'école|le boulot); avant (le travail|l'école|le boulot|son
    travail|le bureau|d'aller travailler|d'aller au travail|les cours|la classe|sa journée de
    travail)
noon: à midi; (à|pour) midi (pile|précis|tapant|précises); pour midi; à 12 h pile
today: aujourd'hui; aujourd hui; dans la journée; ce jour; aujourd'hui même; pour aujourd'hui; ce
    jour même; (encore|dès) aujourd'hui; là aujourd'hui
in days 1: demain; pour demain; dès demain
part+ today morning: ce matin; aujourd'hui (le matin|matin|dans la matinée)
part+ today afternoon: cet après-midi; cet après midi; aujourd'hui (l'après-midi|après-midi|dans
    l'après-midi); cet aprem; cet aprèm
part+ today evening: ce soir; aujourd'hui le soir; aujourd'hui en soirée
in days 2: après-demain; après demain; aprèsdemain; pour après-demain; le surlendemain
from in days: (après|dans au moins|pas avant|d'ici au moins|au plus tôt dans|dans environ|à partir
    de) {n} (jour|jours); dans {n} jours (au plus tôt|minimum|ou plus|environ)
from in weeks: (dans|après) [(environ|à peu près|au moins|minimum|plus ou moins)] {n}
    (semaine|semaines) [(environ|minimum)]; (pas avant|au plus tôt dans|à partir de) {n}
    (semaine|semaines); (dans|sous) une (huitaine|huitaine de jours)
from in weeks 1: dans huit jours; dans une huitaine; dans (huit jours|8 jours|une huitaine|une
    huitaine de jours)
from in weeks 2: dans (quinze jours|15 jours|une quinzaine); dans (quinze jours|15 jours|une
    quinzaine|une quinzaine de jours|quinzaine)
from in months: (dans|après) [(environ|à peu près|au moins)] {n} mois; (pas avant|au plus tôt
    dans) {n} mois
weekday in weeks: [le] {weekday} dans {n} (semaine|semaines); dans {n} (semaine|semaines) [le]
    {weekday}
weekday in weeks 1: [le] {weekday} en (huit|8); [le] {weekday} de la semaine d'après; [le]
    {weekday} d'après
weekday in weeks 2: [le] {weekday} en (quinze|15)
week 0: [(dans|pendant|courant)] cette semaine; [(dans|pendant|courant|encore|plutôt|dans le
    courant de|en|au cours de|n'importe quand)] (cette semaine|la semaine en cours|la semaine);
    avant la fin de la semaine
week 1: [(dans|pendant|courant|pour|plutôt|dans le courant de|au cours de|n'importe quand|début)]
    [(la|de la)] (semaine prochaine|semaine qui vient|semaine suivante|sem prochaine|prochaine
    semaine|semaine pro)
week 2: la semaine d'après; [(dans|pendant|courant|pour)] [(la|celle|de la)] (semaine
    d'après|semaine suivant la prochaine|semaine encore après|semaine après la prochaine|semaine
    d'encore après); dans deux semaines pleines; pas la semaine prochaine mais (celle d'après|la
    suivante|la semaine d'après|celle qui suit); la semaine après la semaine prochaine; la semaine
    suivant la semaine prochaine
month 0: ce mois-ci; ce mois; [(dans|courant|pendant|encore|dans le courant de|n'importe quand)]
    (ce mois-ci|ce mois|le mois en cours)
month 1: [le] mois prochain; [(dans|courant|pendant|pour|dans le courant du|n'importe quand)]
    [(le|du)] (mois prochain|mois qui vient|mois suivant|prochain mois)
week number: [(en|la)] semaine [(n|numéro)] {n}; [(en|la|pour la|dans la)] (semaine|sem|sem.|s)
    [(n|numéro|n°|no)] {n}
week of: [(dans|pendant)] [la] semaine du {date}; [(dans|pendant|pour|n'importe
    quand|courant|plutôt|sur)] [la] (semaine|sem) (du|commençant le|débutant le|qui commence le|du
    lundi|à partir du|qui débute le|de|autour du) ({date}|{nth})
month: (en|au mois de|courant|au mois d') {month}; [(n'importe quand|courant|plutôt|un jour|dans
    le courant|pendant|quelque part)] (en|au mois de|courant|au mois d'|pour|pour le mois de|pour
    le mois d'|dans le mois de|courant du mois de|de|le mois de|durant|pendant le mois de|au cours
    de|au cours du mois de|courant mois de) {month}
third 0: [(au|en)] début [de] {month}; [au] début du mois de {month}; [(au|en|tout|pour le|vers
    le|plutôt)] (début|tout début) [(de|d'|du mois de|du mois d')] {month}; les premiers jours
    (de|d') {month}
third 1: [à la] (mi|milieu) [de] {month}; [au] milieu du mois de {month}; [(à la|au|vers la|vers
    le|vers|pour la|plutôt)] (mi|milieu|mi-) [(de|d'|du mois de|du mois d')] {month}; [au] (milieu
    du mois|mi-mois|milieu de mois)
third 2: [(à la|en|la)] fin [de] {month}; la (fin du mois|fin de mois|fin de ce mois); [à la] fin
    du mois de {month}
third 2: [(à la|en|pour la)] fin (du|de|de ce) mois; [(à la|en|vers la|pour la|plutôt|sur la)] fin
    [(de|d'|du mois de|du mois d')] {month}; [(à la|en|pour la|vers la|plutôt|sur la)] (fin du
    mois|fin de mois|fin de ce mois|fin mois); les derniers jours (de|d') {month}
from month: (à partir de|à partir d'|dès|pas avant|après|depuis) {month}; (à partir de|à partir
    d'|dès|pas avant|après|depuis|à compter de|à compter d'|à partir du mois de|à partir du mois
    d'|au plus tôt en|seulement à partir de|seulement en|dès le mois de|pas avant le mois de)
    {month}
from: (à partir du|à partir de|à partir d'|dès|dès le|pas avant|pas avant le|à compter du|au plus
    tôt|au plus tôt le|à partir) [le] {day}; (à partir du|à partir de|à partir d'|dès|dès le|pas
    avant|pas avant le|à compter du|à compter de|au plus tôt|au plus tôt le|au plus tôt à partir
    du|à partir|seulement à partir du|seulement à partir de|uniquement à partir du|qu'à partir
    du|qu'à partir de|n'importe quand à partir du|n'importe quel jour à partir du|pas plus tôt
    que|pas plus tôt que le|ne peut pas avant le|absent jusqu'au|absente jusqu'au|en vacances
    jusqu'au|en congé jusqu'au|de retour le|revient le|rentre le|de retour à partir du) [le] {day}
    [(au plus tôt|ou après|ou plus tard|et après)]; (à partir du|dès le|pas avant le|à compter
    du|au plus tôt le) {nth}; {day} (au plus tôt|ou plus tard|ou après|minimum|et plus tard|et
    au-delà)
after day: (après|après le) {day}; (après|après le|n'importe quand après le|seulement après
    le|passé le|plutôt après le|une fois passé le) {day}; après le {nth}
until: (jusqu'au|jusqu'à|d'ici|d'ici le|d'ici au|au plus tard|au plus tard le|pas après le|pas
    après|jusque) [(le|la)] {day}; {day} au plus tard; (jusqu'au|jusqu'à|d'ici|d'ici le|d'ici
    à|d'ici au|au plus tard|au plus tard le|au plus tard pour le|au plus tard d'ici|pas après le|pas
    après|pas plus tard que|pas plus tard que le|jusque|avant le ou le|dernier délai|dernier délai
    le|maximum le|au maximum le|pour le|dernière limite|dernière limite le|impérativement
    d'ici|impérativement d'ici le) [(le|la)] {day} [(au plus tard|dernier
    délai|maximum|max|inclus|compris|grand maximum|dernière limite)]; {day} (au plus tard|dernier
    délai|maximum|max|ou avant|ou plus tôt|grand maximum|inclus|dernière limite); (jusqu'au|d'ici
    le|d'ici au|au plus tard le|pas après le|pas plus tard que le) {nth}
before day: avant [le mois de] {month}; (avant|avant le) {day}; (avant|avant le|n'importe quand
    avant le|impérativement avant le|absolument avant le|plutôt avant le|seulement avant le)
    {day}; avant le {nth}
from until: (entre|entre le|du) {date} (et|et le|au) {date}; (entre|entre le|du|n'importe quand
    entre le|à partir du|dans la période du|de) ({date}|{nth}) (et|et le|au|jusqu'au) {date}
on: [(le|du|au|pour le)] {date}; (le|du|au|pour le) {nth}; [(le|du|au|pour le|celui du|à la date
    du)] {date}
within days 1: aujourd'hui ou demain
week or next: cette semaine ou [la] (prochaine|suivante|semaine prochaine|semaine d'après|semaine
    suivante)
this weekday: [dès] ce {weekday}; [le] {weekday} qui vient; {weekday} de cette semaine;
    [(dès|pour)] ce {weekday} [(ci|même)]; [(le|pour)] {weekday} (qui vient|qui arrive|de cette
    semaine|cette semaine)
next weekday: [le] {weekday} (prochain|suivant); [le] prochain {weekday}; [(le|dès|pour)]
    {weekday} (prochain|suivant|pro); [(le|dès le|au|pour le)] (prochain|premier) {weekday}
    [(libre|disponible|possible)]
days between: entre [le] {weekday} et [le] {weekday}
days: [(plutôt|uniquement|seulement|que)] [(le|les|un|du)] {weekdays} [(seulement|uniquement)];
    [(plutôt|uniquement|seulement|que|de préférence|idéalement|toujours|soit|si
    possible|peut-être|éventuellement|n'importe quel|tous|pour|que le|disons|mieux|mieux vaut)]
    [(le|les|un|du|des|au|pour)] {weekdays} [(seulement|uniquement|de préférence|si
    possible|svp|idéalement|par exemple|serait parfait|serait bien|serait idéal|serait mieux|c'est
    possible|ça irait|lui irait|l'arrange|l'arrangerait|convient|conviendrait)]; soit [le]
    {weekdays} soit [le] {weekdays}
except: ni [le] {weekdays} ni [le] {weekdays}; (sauf|pas|hors|excepté|hormis|jamais|mais pas|tous
    les jours sauf|sauf pas|à part) [(le|les)] {weekdays}; [(tous les jours|n'importe quel
    jour|n'importe quand|toujours|toute la semaine|tout|chaque jour|peu importe le jour|le jour
    importe peu|mais)] (sauf|hors|hormis|excepté|à part|mais pas|à l'exception du|à l'exception
    de|en dehors du|mais jamais|sauf pas|excepté le) [(le|les)] {weekdays}; (surtout pas|plutôt
    pas|si possible pas|jamais|pas|ni|sauf|évitez|éviter|ne peut pas|n'est pas libre|n'est pas
    disponible|pas disponible|pas libre|pas possible|indisponible|travaille) [(le|les|un)]
    {weekdays}; [(le|les)] {weekdays} (exclu|exclus|impossible|c'est impossible|c'est pas
    possible|ça ne va pas|n'est pas possible|ne va pas|ne convient pas)
workdays: [(en|les)] (jours ouvrés|jours ouvrables|semaine uniquement); en semaine; en jour ouvré;
    [(en|les|un|que|seulement|uniquement|du|dans la)] (jours ouvrés|jours ouvrables|semaine
    uniquement|jour ouvrable|jour ouvré|jours de semaine|jour de semaine|jour de la
    semaine|semaine seulement); en semaine [(uniquement|seulement)]; en jours ouvrables
weekend: [(le|les|ce)] (week-end|weekend|week-ends|week end); [(le|les|ce|pendant le|durant
    le|un)] (week-end|weekend|week-ends|week end|we)
half past: {count} et (demi|demie); {count} (heure|heures|h) et (demie|demi|demis|demies); {count}
    (heure|heures|h) trente
past: {count} (heure|heures|h) {several}
weekday nth at: [le] {weekday} [le] {nth} à {hour}
late week 0: [en] fin de (semaine|cette semaine); [(en|à la|vers la)] fin de (semaine|cette
    semaine|la semaine); avant le week-end
late week 1: [(en|à la)] fin de (semaine prochaine|la semaine prochaine); [(en|à la|vers la)] fin
    (de semaine prochaine|de la semaine prochaine|semaine prochaine)
quarter past: {count} et [un] quart; {count} (heure|heures|h) et [un] quart; {count}
    (heure|heures|h) quinze; {count} (heure|heures|h) un quart
quarter to: {count} moins [(le|un)] quart; {count} (heure|heures|h) moins [(le|un)] quart
part+ today late_afternoon: (cette|en) fin d'après-midi aujourd'hui; aujourd'hui en fin
    (d'après-midi|de journée)
in days: dans {n} (jour|jours)
in days 8: [de] demain en (huit|8)
in days 15: [de] demain en (quinze|15)
in weeks 1: [d'] aujourd'hui en (huit|8); dans une semaine jour pour jour
in weeks 2: [d'] aujourd'hui en (quinze|15)
within days: (d'ici|d'ici à|sous|dans les|au cours des|durant les|pendant les|en moins de|dans un
    délai de|au plus tard dans|sur les|dans) [(prochains|les)] {n} (prochains jours|jours
    prochains|jours qui viennent|prochain jour|jours à venir); (d'ici|d'ici à|sous|dans les|au
    cours des|en moins de|dans un délai de|au plus tard dans|endéans les) {n} (jour|jours); dans
    {n} jours (maximum|max|au plus tard|grand maximum)
within days 7: (d'ici|sous|dans la|d'ici une|sous une) (huitaine|huit jours|8 jours)
within weeks: (d'ici|d'ici à|sous|dans les|au cours des|durant les|pendant les|en moins de|dans un
    délai de|au plus tard dans) [prochaines] {n} (semaine|semaines|prochaines semaines|semaines à
    venir|semaines qui viennent); dans les {n} prochaines semaines; dans {n} semaines
    (maximum|max|au plus tard)
within weeks 2: (d'ici|sous|dans la|dans les|d'ici une|sous) (quinzaine|quinze jours|15
    jours|prochaine quinzaine)
within months: (d'ici|d'ici à|sous|dans les|au cours des|en moins de|dans un délai de) {n}
    (mois|prochains mois)
within months 1: (d'ici|sous) un mois; dans le mois [(qui vient|à venir)]
early week 0: [(en|au)] début (de semaine|de la semaine|de cette semaine)
early week 1: [(en|au|tout)] début (de semaine prochaine|de la semaine prochaine|de la semaine qui
    vient|semaine prochaine); semaine prochaine (en début|plutôt en début|au début)
mid week 0: [(en|au)] milieu (de semaine|de la semaine|de cette semaine)
mid week 1: [(en|au)] milieu (de semaine prochaine|de la semaine prochaine|semaine prochaine)
month week 1: [(dans|pendant|pour|durant)] [la] (première|1ère|1re) semaine (de|d'|du mois de|du
    mois d') {month}
month week 2: [(dans|pendant|pour|durant)] [la] (deuxième|2e|2ème|seconde|2eme) semaine (de|d'|du
    mois de) {month}
month week 3: [(dans|pendant|pour|durant)] [la] (troisième|3e|3ème|3eme) semaine (de|d'|du mois
    de) {month}
month week 4: [(dans|pendant|pour|durant)] [la] (quatrième|4e|4ème|4eme) semaine (de|d'|du mois
    de) {month}
month week 5: [(dans|pendant|pour|durant)] [la] dernière semaine (de|d'|du mois de) {month}
next third 0: [(au|en)] début (du mois prochain|de mois prochain|du mois qui vient|mois
    prochain|de mois)
next third 1: [(au|à la)] (milieu|mi) (du mois prochain|mois prochain)
next third 2: [(à la|en)] fin (du mois prochain|mois prochain)
weekday nth: [le] {weekday} [le] {nth}
three quarters past: {count} (heure|heures|h) (trois quarts|et trois quarts|quarante-cinq)
"""

WORDS = Words(
    code="fr",
    weekdays=(
        "lundi lundis lun",
        "mardi mardis mar",
        "mercredi mercredis mer",
        "jeudi jeudis jeu",
        "vendredi vendredis ven",
        "samedi samedis",
        "dimanche dimanches dim",
    ),
    months=(
        "janvier janv",
        "février fév fevr",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "décembre déc",
    ),
    numbers=(
        "un une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze midi",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "dix-sept",
        "dix-huit",
        "dix-neuf",
        "vingt",
    ),
    or_="ou",
    and_="et &",
    to="à au jusqu'à jusqu'au",
    of="de du d'",
    doctor="dr docteur dre doctoresse pr professeur",
    patient="m. mr monsieur mme madame mlle mademoiselle m famille",
    telling=(
        "à au aux en dans vers avant après de du dès depuis entre sous pendant durant jusque "
        "jusqu'à jusqu'au pas sauf sans hors fin début mi chaque tous courant par"
    ),
    particles="de du des la le les von van der den del di da el al ben st saint",
    surnames=(
        "bien nouveau nouvelle place matin midi tôt bon jeune vieux court long garçon ami "
        "voisin cousin neveu parfait case moyen rapide bref souci pardon mari parents"
    ),
    next_="ce prochain",
    also_names={
        "mar": True,
        "mer": True,
        "ven": True,
        "jeu": True,
        "lun": True,
        "dim": True,
    },
    patterns=_PATTERNS + TALK,
)
