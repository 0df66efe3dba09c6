"""French: the words and turns of phrase of a line that books."""

from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: prochain; prochaine; [(le|la|au)] (prochain|prochaine|premier|première)
    [(créneau|rendez-vous|rdv|disponibilité|place|horaire)] [(libre|possible|disponible)]; dès
    que possible; le plus tôt possible; au plus tôt; au plus vite; le plus vite possible; le
    plus rapidement possible; rapidement; urgent; en urgence; d'urgence; urgence; asap; vite;
    tout de suite; dans les meilleurs délais
any doctor: [(avec|chez)] (n'importe quel médecin|n'importe qui|n'importe quel docteur|n'importe
    lequel|peu importe le médecin|peu importe qui|peu importe avec qui|le médecin disponible);
    peu importe le médecin; peu importe
with: (avec|chez|auprès de|voir|pour voir) [(le|la)] {doctor}
at: {time} pile; (à|a|pour|dès) {hour} [(pile|précises|précise)]
around: (vers|autour de|aux environs de|aux alentours de|environ|vers les) {hour}
after: (après|à partir de|dès|pas avant|au plus tôt à|plus tard que) {hour}; {hour} ou plus
    tard; {hour} minimum
before: (avant|jusqu'à|jusqu'a|pas après|au plus tard à|au plus tard) {hour}; {hour} au plus
    tard
between: (entre|de) {hour} (et|à|a) {hour}; {hour} à {hour}
part morning: [(le|dans la|en|au|du|les)] (matin|matinée|matins) [(seulement|uniquement)]
part early_morning: [(en|au)] début (de matinée|de la matinée); tôt le matin; de bon matin; à la
    première heure; première heure; tôt
part late_morning: [(en|à la)] fin (de matinée|de la matinée|de matin)
part midday: [(le|sur le|entre)] midi; pause déjeuner; [(à|sur)] l'heure du déjeuner; entre midi
    et deux; pendant la pause déjeuner
part afternoon: [(le|dans l'|en|cet|les|dans)] (après-midi|après midi|aprem|aprèm|après-midis)
    [(seulement|uniquement)]
part early_afternoon: [(en|au)] début (d'après-midi|d'après midi|de l'après-midi)
part late_afternoon: [(en|à la)] fin (d'après-midi|d'après midi|de l'après-midi|de journée)
part evening: [(le|en|dans la|les)] (soir|soirée|soirs) [(seulement|uniquement)]; en fin de
    soirée
part after_lunch: après (le déjeuner|déjeuner|manger|le repas)
part after_work: après (le travail|le boulot|son travail|le bureau)
part after_school: après (l'école|les cours|la classe)
part before_lunch: avant (midi|le déjeuner)
part before_work: avant (le travail|l'école|le boulot)
noon: à midi
today: aujourd'hui; aujourd hui; dans la journée; ce jour
in days 1: demain
part+ today morning: ce matin
part+ today afternoon: cet après-midi; cet après midi
part+ today evening: ce soir
in days 2: après-demain; après demain; aprèsdemain
from in days: (dans|d'ici|après|sous) {n} (jour|jours)
from in weeks: (dans|d'ici|après) [environ] {n} (semaine|semaines)
from in weeks 1: dans huit jours; dans une huitaine; d'ici une huitaine; sous huitaine
from in weeks 2: dans (quinze jours|15 jours|une quinzaine); d'ici une quinzaine
from in months: (dans|d'ici|après) [environ] {n} mois
weekday in weeks: [le] {weekday} dans {n} (semaine|semaines); dans {n} (semaine|semaines) [le]
    {weekday}
weekday in weeks 1: [le] {weekday} en (huit|8)
weekday in weeks 2: [le] {weekday} en (quinze|15)
week 0: [(dans|pendant|courant)] cette semaine
week 1: [(dans|pendant|courant)] [la] semaine (prochaine|qui vient|suivante)
week 2: dans deux semaines pleines; la semaine d'après
month 0: ce mois-ci; ce mois
month 1: [le] mois prochain
week number: [(en|la)] semaine [(n|numéro)] {n}
week of: [(dans|pendant)] [la] semaine du {date}
month: (en|au mois de|courant|au mois d') {month}
third 0: [(au|en)] début [de] {month}; [au] début du mois de {month}
third 1: [à la] (mi|milieu) [de] {month}; [au] milieu du mois de {month}
third 2: [(à la|en)] fin [de] {month}; [à la] fin du mois de {month}
third 2: [(à la|en|pour la)] fin (du|de|de ce) mois
from month: (à partir de|à partir d'|dès|pas avant|après|depuis) {month}
from: (à partir du|à partir de|à partir d'|dès|dès le|pas avant|pas avant le|à compter du|au
    plus tôt|au plus tôt le|à partir) [le] {day}
after day: (après|après le) {day}
until: (jusqu'au|jusqu'à|d'ici|d'ici le|d'ici au|au plus tard|au plus tard le|pas après le|pas
    après|jusque) [le] {day}; {day} au plus tard
before day: avant [le mois de] {month}; (avant|avant le) {day}
from until: (entre|entre le|du) {date} (et|et le|au) {date}
on: [(le|du|au|pour le)] {date}; (le|du|au|pour le) {nth}
this weekday: [dès] ce {weekday}; [le] {weekday} qui vient; {weekday} de cette semaine
next weekday: [le] {weekday} (prochain|suivant); [le] prochain {weekday}
days between: entre [le] {weekday} et [le] {weekday}
days: [(plutôt|uniquement|seulement|que)] [(le|les|un|du)] {weekdays} [(seulement|uniquement)]
except: ni [le] {weekdays} ni [le] {weekdays}; (sauf|pas|hors|excepté|hormis|jamais|mais
    pas|tous les jours sauf|sauf pas|à part) [(le|les)] {weekdays}
workdays: [(en|les)] (jours ouvrés|jours ouvrables|semaine uniquement); en semaine; en jour
    ouvré
weekend: [(le|les|ce)] (week-end|weekend|week-ends|week end)
minutes: [(pour|pendant)] {n} (minute|minutes|min|mn|m)
hours: [(pour|pendant|pour une durée de)] {n} heures de (rdv|rendez-vous|visite); pendant {n}
    (heure|heures); pour {n} (heure|heures)
length 30: [(pour|pendant|d')] [une] (demi-heure|demi heure|demie heure)
length 15: [(pour|pendant)] [un] quart d'heure
length 45: [(pour|pendant)] (trois quarts d'heure)
length 60: [(pour|pendant|d')] une heure
length 90: [(pour|pendant|d')] une heure et demie
half past: [(à|vers)] {count} (heure|heures|h) et (demie|demi)
past: [(à|vers)] {count} (heure|heures) {several}
weekday nth at: [le] {weekday} [le] {nth} à {hour}
vague: [(à|a)] [la] même (heure|jour|horaire); le même jour; comme (d'habitude|la dernière
    fois|toujours); (avant|après|vers|pendant) (noël|pâques|le nouvel an|les fêtes|les vacances)
late week 0: [en] fin de (semaine|cette semaine)
late week 1: [(en|à la)] fin de (semaine prochaine|la semaine prochaine)
quarter past: [(à|vers)] {count} (heure|heures|h) et quart
quarter to: [(à|vers)] {count} (heure|heures|h) moins [le] quart
tel: (tél|tel|téléphone|portable|numéro|mobile|joignable au|num) [est] [le] {number}; au
    {number}
born: (né|née|né le|née le|né en|née en|ddn|date de naissance|naissance) [est] [le] {birth}
series: {several} fois; {several} x; toutes les semaines; chaque semaine; tous les {weekdays};
    chaque {weekdays}; toutes les {several} semaines; tous les mois; chaque mois; hebdomadaire;
    mensuel; tous les {several} (jours|mois); une fois par semaine; deux fois par semaine;
    {several} séances; {several} rendez-vous; {several} rdv; tous les quinze jours
action: annuler; annule; annulation; annulé; déplacer; déplace; décaler; décale; reporter;
    reporte; supprimer; modifier; échanger; reprogrammer; avancer; changer
not: pas; non; sans; ne; sauf; ni; jamais; aucun; aucune; hormis; excepté; plutôt pas; tout sauf
filler: bonjour; bonsoir; merci; s'il vous plaît; svp; s'il te plaît; allô; rdv; rendez-vous;
    rendez vous; un rendez-vous; créneau; place; consultation; visite; pour; avec; chez; à; a;
    au; aux; en; de; du; des; la; le; les; un; une; l'; d'; et; ou; il; elle; je; on; nous; lui;
    me; moi; voudrait; voudrais; veut; souhaite; souhaiterait; aimerait; aimerais; désire;
    demande; cherche; besoin; a besoin; a besoin d'; réserver; réserve; prendre; prends; mettre;
    mets; trouver; trouve; donner; donne; noter; note; si possible; si c'est possible; si vous
    pouvez; si vous avez; si; possible; de préférence; préférence; plutôt; idéalement; de
    préférence le; mieux; peut; pouvez; pourrait; est; qui; que; patient; patiente; nouveau;
    nouvelle; nommé; nom; au nom de; s'appelle; encore; aussi; seulement; uniquement; n'importe
    quand; n'importe quel jour; tous les jours; quelque chose; libre; disponible; vient; venir;
    dans; ce; cette; cet; y; son; sa; fils; bien; suite; heures; heure; h; peut-être;
    éventuellement; ça; c'est; quand; serait; faut; faudrait
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
        "douze",
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
    particles="de du des la le les von van der den del di da el al ben st saint",
    surnames="bien nouveau nouvelle place matin midi tôt",
    also_names={
        "mar": True,
        "mer": True,
        "ven": True,
        "jeu": True,
        "lun": True,
        "dim": True,
    },
    patterns=_PATTERNS,
)
