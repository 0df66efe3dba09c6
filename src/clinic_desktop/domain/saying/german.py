"""German: its words, and how days and times are said in a line that books."""

from clinic_desktop.domain.saying.german_talk import TALK
from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: [(den|der|die|das|zum)] nächster [freier] [(termin|möglicher termin)];
    [(den|der|die|das|zum)]
    (nächste|nächsten|nächstes|nächstmögliche|nächstmöglicher|nächstmöglichen|erster|ersten|erste)
    [(freien|freie|freier|freies|möglichen)] (termin|zeit|lücke|zeitpunkt); nächstmöglich;
    nächstmöglicher; nächstmöglichen; nächste; nächsten; so bald wie möglich; sobald wie möglich;
    so schnell wie möglich; möglichst bald; möglichst schnell; möglichst früh; schnellstmöglich;
    baldmöglichst; so früh wie möglich; dringend; noch dringend; asap; sofort; eilig; eilt; akut;
    notfall; zeitnah; bald; [(den|der|die|das|zum|einen|was|beim)]
    (nächster|nächsten|nächste|nächstes|erster|ersten|erste|erstes|nächstbesten|nächstbester|erstbesten|nächstmöglicher|nächstmöglichen|frühesten|frühester|frühestmöglichen|frühestmögliche|frühestmöglicher|schnellstmöglichen|schnellstmöglicher|frühste|früheste)
    [(freien|freie|freier|freies|möglichen|mögliche|möglicher|verfügbaren|verfügbarer)]
    (termin|termine|zeit|lücke|zeitpunkt|slot|platz|möglichkeit|gelegenheit|luecke); das
    (nächste|erste|früheste|schnellste) [(freie|mögliche|was)] [(geht|frei ist|ihr habt|sie
    haben|wir haben|da ist)];
    (frühestmöglich|frühestmöglicher|schnellstens|baldigst|ehestens|ehestmöglich|asap|schnell|schnellst|rasch|baldmöglich|baldigst|umgehend|unverzüglich|dringendst|brandeilig|notfallmäßig|pronto|frühestens|alsbald|eilig|eilt
    sehr|akuttermin|notfalltermin|so bald es geht|so schnell es geht); (so|sobald|so bald|so
    schnell|so früh|so zeitig|so rasch) (wie möglich|wie's geht|wies geht|wie es geht|wie nur
    möglich|wie irgend möglich|es geht|es irgend geht|wie irgendmöglich|wie geht);
    (möglichst|recht|sehr|ziemlich|ganz|noch)
    (bald|schnell|rasch|zeitnah|zügig|früh|dringend|eilig|kurzfristig); kurzfristig; zügig; am
    schnellsten; am (liebsten|besten) (sofort|so bald wie möglich|schnell|schnellstmöglich); es
    (eilt|ist dringend|ist eilig|brennt); jetzt gleich; als nächstes; sobald (was|etwas) frei ist;
    sobald (es geht|möglich); (sobald|wenn) (was|etwas) frei (wird|ist); dringend bald; je früher
    desto besser; je eher desto besser; bei nächster gelegenheit; in kürze
at: (um|gleich um|genau um|pünktlich um) {hour} [uhr]; (schlag|punkt|genau|pünktlich|exakt|für)
    {hour} [uhr]; um (genau|punkt|schlag|pünktlich|exakt) {hour} [uhr]; um {hour} (uhr|herum
    genau)
around: [so] (gegen|etwa um|ungefähr um|circa um|ca um|um etwa|etwa|ungefähr|circa|ca) {hour}; (so
    um|so gegen|um circa|um ca|um rund|rund um|um ungefähr|so ungefähr um|so etwa um|in etwa
    um|zirka|zirka um|irgendwann gegen|irgendwann um|irgendwo um|gegen|etwa gegen|circa um|so
    circa um|um die) {hour} [uhr]; um {hour} [uhr] (herum|rum|oder so|ungefähr|etwa|circa); {time}
    (herum|rum|oder so|ungefähr)
after: {hour} oder später; (irgendwann nach|irgendwann ab|nur nach|nur ab|erst so ab|so ab|ab
    circa|ab ca|ab etwa|ab ungefähr|nicht vor|nicht früher als|nicht eher als|frühestens so
    um|frühestens gegen|von frühestens|kann erst ab|kann erst nach|kann ab|kann nach|jederzeit
    ab|jederzeit nach|immer ab|immer nach|lieber nach|lieber ab|am liebsten nach|am liebsten
    ab|später als|ab so|kann nicht vor|erst um|ab spätestens) {hour} [uhr] [(an|frühestens|oder
    später|aufwärts)]; {hour} [uhr] (oder später|und später|frühestens|aufwärts); (nach|ab|erst
    ab|erst nach|frühestens um|frühestens|frühestens ab|nicht vor|von) {hour} [(an|frühestens|oder
    später)]
before: (vor|bis|spätestens um|spätestens|bis spätestens|nicht nach|nicht später als) {hour}
    [spätestens]; {hour} oder früher; (irgendwann vor|nur vor|nur bis|spätestens um|spätestens
    gegen|noch vor|bis allerspätestens|nicht später als|nicht nach|bis so|bis circa|bis ca|bis
    etwa|bis maximal|bis um|bis max|bis spätestens um|allerspätestens um|immer vor|lieber vor|am
    liebsten vor|jederzeit vor|früher als|kann nur vor|kann nur bis|kann bis|längstens bis) {hour}
    [uhr] [spätestens]; {hour} [uhr] (oder früher|und früher|spätestens)
between: (zwischen|von) {hour} (und|bis) {hour}; {hour} bis {hour}; (zwischen|von|irgendwann
    zwischen|so zwischen|nur zwischen|immer zwischen|ab|irgendwo zwischen|am liebsten zwischen)
    {hour} [uhr] (und|bis) {hour} [uhr]; {hour} [uhr] bis {hour} [uhr]; {hour} [uhr] bis maximal
    {hour}
part morning: [(am|nur)] [(vormittag|vormittags|morgens|vormittage)]
    (vormittag|vormittags|morgens|vormittage); am morgen; früh; in der früh;
    [(am|im|nur|einen|ein|eher|lieber|irgendwann|jeweils|immer|gerne|gern|an einem|gegen|im laufe
    des|den)] (vormittag|vormittags|morgens|vormittage|vormittages); in den morgenstunden; [nur]
    morgens [bitte]; (irgendwann|eher|lieber|immer) (am morgen|in der früh|am vormittag); vorm
    mittag; vor zwölf [uhr] mittags; zu den vormittagszeiten; vormittagstermin; in der frühe;
    zeitig; am vm; vm
part early_morning: früh morgens; frühmorgens; am frühen (morgen|vormittag); gleich in der früh;
    ganz früh; gleich früh; gleich morgens; gleich als erstes;
    [(ganz|möglichst|sehr|gleich|so|recht)] früh (am|in der) (morgen|früh|tag|vormittag);
    [(ganz|möglichst|sehr|gleich|recht)] [am] (frühen|frühem) (morgen|vormittag);
    [(gleich|direkt)] (frühmorgens|früh morgens|morgens früh|in aller früh|in aller frühe|zu
    beginn|zu sprechstundenbeginn|zum praxisbeginn|wenn sie aufmachen|wenn ihr aufmacht|nach dem
    aufmachen|am anfang); [gleich] (als|der) (erste|erster|erstes|ersten) (am morgen|in der
    früh|am tag|des tages|morgens|patient|termin am tag); (gleich|direkt) (zu beginn|morgens|in
    der früh|am morgen|früh|frühmorgens) [der sprechstunde]; so früh am (tag|morgen) (wie
    möglich|wie's geht|wie es geht); früher vormittag; früh am vormittag; in der ersten stunde;
    allererster; morgens (gleich|als erstes); ganz zeitig; sehr früh; möglichst früh (morgens|am
    morgen|am tag|am vormittag)
part late_morning: am späten vormittag; später vormittag; [(am|im)] (späten|später)
    (vormittag|morgen); spätvormittags; spätvormittag; später am vormittag; gegen ende des
    vormittags; kurz vor mittag
part midday: [(am|über|zu|um die)] (mittag|mittags|mittagszeit); in der mittagspause;
    [(am|über|zu|um die|über den|in der|um den|gegen|so um|während der|rund um den|im)]
    (mittag|mittags|mittagszeit|mittagspause|mittagsstunde) [herum]; [über] die mittagszeit; in
    (ihrer|seiner|der) mittagspause; mittagszeit; um mittag [herum]; zur mittagszeit; um die
    mittagszeit [herum]
part afternoon: [(am|nur|einem)] (nachmittag|nachmittags|nachmittage);
    [(am|nur|einem|einen|im|eher|lieber|irgendwann|jeweils|immer|gern|gerne|an einem|im laufe
    des|den)] (nachmittag|nachmittags|nachmittage|nachmittages);
    (irgendwann|eher|lieber|immer|gerne) am nachmittag; nachmittagstermin; am nm; nm; in den
    nachmittagsstunden
part early_afternoon: [am] (frühen|früher) nachmittag; [am] (frühen|früher|frühem) nachmittag;
    frühnachmittag; früh am nachmittag; gleich nach (dem mittag|mittag|der mittagspause|dem
    mittagessen); zu beginn des nachmittags
part late_afternoon: [am] (späten|später|spät) nachmittag; spätnachmittag; spätnachmittags; [am]
    (späten|später|spätem|spät|ende vom) nachmittag; spät am nachmittag; spät am tag; am ende des
    tages; gegen ende des tages; als letzter; als letzte; der letzte termin [(am tag|des tages)];
    am (ende der sprechstunde|tagesende); gegen (ende der sprechstunde|nachmittagsende);
    nachmittags spät; möglichst spät [am tag]; so spät wie möglich; zum ende der sprechstunde;
    kurz vor (feierabend|schluss|praxisschluss)
part evening: [(am|nur)] [(späten|frühen)] (abend|abends);
    [(am|nur|gegen|im|einen|eher|lieber|irgendwann|zum|in den|immer|jeweils|an einem)]
    [(späten|frühen|früher|später)] (abend|abends|abendstunden|abende); abendtermin; in den
    abendstunden; am feierabend; abendsprechstunde
part after_lunch: nach (dem mittag|dem mittagessen|der mittagspause); nach (der mittagszeit|der
    pause|dem essen|mittag|mittags)
part after_work: nach (der arbeit|feierabend|dienstschluss|dem dienst); nach (der
    arbeitszeit|büroschluss|ihrer arbeit|seiner arbeit|meiner arbeit|dem büro|dem job|ihrem
    dienst|seinem dienst|feierabend); wenn (sie|er) (feierabend hat|von der arbeit kommt|mit der
    arbeit fertig ist); (kommt|erst) nach der arbeit
part after_school: nach der schule; nach (der schule|schulschluss|dem unterricht|der kita|dem
    kindergarten|schulende|der uni)
part before_lunch: vor (dem mittag|mittag|dem mittagessen); vor (der mittagspause|dem
    essen|mittag)
part before_work: vor (der arbeit|der schule); vor (der
    arbeit|arbeitsbeginn|dienstbeginn|schulbeginn|dem unterricht|dem büro|ihrer arbeit|seiner
    arbeit|dem job)
today: heute; heute noch; noch heute; heute (bitte|irgendwann|irgendwie|noch irgendwann); noch am
    heutigen tag; am heutigen tag; für heute; heute gleich
in days 1: morgen; (für|am) morgen; morgen (irgendwann|bitte); am morgigen tag; gleich morgen
part+ tomorrow morning: morgen (früh|vormittag|vormittags); morgen in der früh; [(für|gleich)]
    morgen (früh|vormittag|vormittags|vorm|in der früh|in der frühe|vm)
part+ today morning: heute (früh|morgen|vormittag)
part+ today afternoon: heute nachmittag; heute am nachmittag; heute noch nachmittag; heute
    nachmittags
part+ today evening: heute abend; heute am abend; heute abends
part+ weekday morning: [am] {weekday} (morgen|früh)
in days 2: übermorgen; (für|am) übermorgen
from in days: (frühestens|erst|nicht vor|ab|ungefähr|etwa|ca|circa) [in] [(ca|etwa)] {n}
    (tag|tagen); in (ca|etwa|circa|ungefähr|frühestens|rund) {n} (tag|tagen); in {n} tagen
    (frühestens|oder später)
from in weeks: [(frühestens|erst)] in [(ca|etwa)] {n} (woche|wochen);
    [(frühestens|erst|so|ungefähr|etwa|ca|circa|nicht vor|in frühestens)] [in]
    (ca|etwa|circa|ungefähr|rund|so|frühestens) {n} (woche|wochen);
    (frühestens|erst|so|ungefähr|etwa|ca|circa|nicht vor|ab) in {n} (woche|wochen); (heute|jetzt)
    in {n} wochen; (frühestens|erst|nicht vor) {n} wochen; in {n} (woche|wochen) (frühestens|oder
    später|ungefähr|etwa)
from in weeks 2: in vierzehn tagen; in 14 tagen; [(frühestens|erst)] (in vierzehn tagen|in 14
    tagen|in zwei wochen)
from in months: [(frühestens|erst)] in [(ca|etwa)] {n} (monat|monaten); [(frühestens|erst|nicht
    vor)] in (ca|etwa|circa|ungefähr|rund|frühestens) {n} (monat|monaten)
weekday in weeks: [am] {weekday} in {n} (woche|wochen); in {n} (woche|wochen) [am] {weekday}
weekday in weeks 1: [am] {weekday} in acht tagen; {weekday} in 8 tagen; [am] {weekday} in (acht
    tagen|8 tagen|einer woche|1 woche); [am] {weekday} (über|übernächster) woche; [am]
    (übernächsten|übernächster) {weekday}
week 0: noch diese woche; [(noch|irgendwann|im laufe)] [(in|innerhalb)] (diese|dieser|der)
    (woche|laufenden woche) [noch]; (noch|irgendwann) [in] (diese|dieser) woche; die woche noch;
    diese woche irgendwann; innerhalb dieser woche; in der laufenden woche; [in] (diese|dieser)
    woche [noch]; noch die woche
week 1: [in] [der] (nächste|nächster|nächsten|kommende|kommenden|kommender) woche;
    [(noch|irgendwann|für|im laufe|innerhalb)] [(in|für)] [(der|die)]
    (nächste|nächster|nächsten|kommende|kommenden|kommender|folgende|folgenden|nä) (woche|wo)
    [(irgendwann|mal)]; nä woche
week 2: [in] [der] (übernächste|übernächster|übernächsten) woche; [(irgendwann|für)] [(in|für)]
    [(der|die)] (übernächste|übernächster|übernächsten) woche [irgendwann]; in der woche
    (darauf|danach)
month 0: (diesen|in diesem) monat; [(noch|irgendwann)] [(in|im)] (diesen|diesem|laufenden) monat
    [noch]; noch diesen monat
month 1: (nächsten|kommenden|im nächsten|im kommenden) monat; [(irgendwann|erst)] [(im|in|den)]
    (nächsten|kommenden|nächstem|folgenden) monat
week number: [in] [der] (kw|kalenderwoche|woche) {n}; [(in|für)] [(der|die)]
    (kw|kalenderwoche|woche|k.w.) [(nr|nummer)] {n}
week of: [in] [der] woche (vom|ab|des) [dem] {date}; [(in|für)] [(der|die)] woche (vom|ab|des|ab
    dem|mit dem|um den|beginnend am|von) ({date}|{nth}); [in] der woche (vom|ab) montag [dem]
    ({date}|{nth}); die woche (vom|ab|um den|ab dem) ({date}|{nth})
month: (im|diesen|nächsten|kommenden) {month}; [(irgendwann|erst|noch|erst wieder|mal)]
    [(im|in|diesen|nächsten|kommenden|im laufe des|für)] (im|im monat|im laufe des|in
    diesem|diesen|für) {month}
third 0: [(zu|am)] anfang [des] {month}; [im] frühen {month};
    [(zu|am|gleich|so|irgendwann|gegen|ab)] (anfang|beginn) [(des|im|vom)] {month}; zu beginn
    [des] {month}; in den ersten {month} tagen; (früh im|im frühen) {month}
third 1: mitte [des] {month}; [(zur|gegen|so|irgendwann|um)] (mitte|mitte vom|mitte des|mitte im)
    {month}; mitte (des monats|diesen monats|dieses monats|monat); monatsmitte
third 2: [(am|gegen)] ende [des] {month}; [im] späten {month}
third 2: [(am|gegen)] (ende des monats|monatsende|ende monat); [(zum|am|gegen|so|irgendwann|erst)]
    (ende|ausgang) [(des|vom|im)] {month}; [(am|gegen|zum|erst)] (monatsende|ende dieses
    monats|ende diesen monats|ende des monats|ende monat|ende vom monat); (spät im|im späten)
    {month}; in den letzten {month} tagen
from month: (ab|ab dem|nicht vor|frühestens|frühestens im|erst|erst im|erst ab|von) {month} [an];
    (ab|erst ab|nicht vor|frühestens ab|erst wieder im|erst wieder ab|irgendwann ab) {month}
    [(an|wieder|frühestens)]; {month} frühestens
from: (ab|ab dem|vom|von|nicht vor|nicht vor dem|frühestens|frühestens am|frühestens ab|erst
    ab|erst ab dem|erst am|ab kommendem|ab nächstem|ab kommenden|ab nächsten|ab diesem) {day}
    [(an|frühestens)]; (ab|ab dem|ab den|erst ab|erst ab dem|erst wieder ab|erst wieder ab
    dem|frühestens|frühestens am|frühestens zum|frühestens den|frühestens ab|frühestens ab
    dem|nicht vor|nicht vor dem|nicht vorm|nicht eher als|nicht früher als|nicht früher als
    am|irgendwann ab|irgendwann ab dem|jederzeit ab|jederzeit ab dem|kann erst ab|kann erst ab
    dem|kann ab|kann ab dem|beginnend ab|beginnend am|ab frühestens|von|vom|ist erst ab|ist wieder
    da ab|im urlaub bis|ist weg bis|verreist bis|im urlaub bis zum|ist bis) {day}
    [(an|frühestens|oder später|aufwärts)]; {day} (frühestens|oder später|und später|aufwärts)
after day: (nach|nach dem|erst nach|erst nach dem) {day}; (irgendwann nach|irgendwann nach dem|nur
    nach dem|jederzeit nach dem|später als|später als am|nach dem) {day}; nach dem {nth}; erst
    nach dem {nth}
until: (bis|bis zum|spätestens|spätestens am|bis spätestens|bis spätestens am|bis
    einschließlich|nicht nach|nicht nach dem|noch bis) {day} [spätestens]; (bis|bis zum|bis
    spätestens|bis spätestens am|bis spätestens zum|spätestens|spätestens am|spätestens
    bis|spätestens bis zum|spätestens zum|spätestens den|bis
    allerspätestens|allerspätestens|allerspätestens am|allerspätestens bis|bis einschließlich|bis
    maximal|bis maximal zum|längstens bis|längstens|maximal bis|noch bis|noch bis zum|nicht später
    als|nicht später als am|nicht später als der|nicht nach dem|bis längstens|bis
    inklusive|irgendwann bis|irgendwann bis zum|muss bis|max bis|bis max) {day}
    [(spätestens|maximal|längstens|einschließlich|oder früher)]; {day}
    (spätestens|allerspätestens|oder früher|maximal|längstens); (bis|bis zum|spätestens|spätestens
    am|spätestens bis|spätestens bis zum|bis spätestens|bis spätestens am) {nth}
before day: (vor|noch vor|vor dem) {month}; (vor|vor dem|noch vor|noch vor dem) {day}; (irgendwann
    vor|irgendwann vor dem|unbedingt vor|unbedingt vor dem|noch vor|noch vor dem|vorm|vor|früher
    als) {day}; vor dem {nth}; noch vor dem {nth}; vor ende {month}
from until: (zwischen|von|vom|zwischen dem) {date} (und|bis|und dem|bis zum) {date};
    (zwischen|zwischen dem|von|vom|ab|ab dem|irgendwann zwischen|irgendwann zwischen dem|im
    zeitraum|im zeitraum vom) ({date}|{nth}) (und|bis|und dem|bis zum|bis einschließlich) {date};
    {date} (bis|bis zum) {date}
on: [(am|den|der|zum|dem)] {date}; (am|den|zum) {nth}; [(am|den|der|zum|dem|für den|für|auf den)]
    {date}; (am|den|zum|für den|auf den) {nth}
within days 1: heute oder morgen
week or next: (diese|dieser|in dieser) [woche] oder [(in der|die|der)] (nächste|nächster|kommende)
    woche
this weekday: [am] (diesen|dieser|diesem|kommenden|kommender|kommendem) {weekday}; [(am|für)]
    (diesen|dieser|diesem|kommenden|kommender|kommendem|diese|den kommenden|jetzigen) {weekday};
    {weekday} (diese woche|dieser woche|die woche); (jetzt|gleich) am {weekday}
next weekday: [(am|den)] (nächsten|nächster|nächste|nächstem) {weekday}; [(am|den|der)]
    (nächsten|nächster|nächste|nächstem|nächstmöglichen|nächsten freien|erster freier|ersten
    freien|nächster freier) {weekday}
days between: zwischen {weekday} und {weekday}
days: [(nur|lieber|am liebsten|gern|gerne|immer)] [(am|an|einem|einen|den|von)] {weekdays} [nur];
    [(nur|lieber|am liebsten|gern|gerne|immer|bevorzugt|idealerweise|vorzugsweise|eher|am
    besten|entweder|nur noch|ausschließlich|jeweils|irgendwann|wenn
    möglich|vielleicht|bloß|ginge|geht|etwa|nach möglichkeit)]
    [(am|an|einem|einen|den|von|ein|irgendeinem|irgendeinen|jedem|für)] {weekdays} [(nur|wäre
    gut|wäre super|wäre toll|wäre ideal|wäre perfekt|wäre schön|passt|wäre am
    besten|ginge|geht|bevorzugt|am liebsten|wenn möglich|wenns geht|wenn's geht|würde passen|wäre
    prima)]
except: weder {weekdays} noch {weekdays}; (außer|ausser|nicht|nur nicht|aber nicht|nie|bloß
    nicht|ausgenommen|nicht am) [am] {weekdays}; alle tage außer {weekdays}; [(alle tage|jeden
    tag|an allen tagen|jeder tag|immer|egal wann|jederzeit|egal|nur|bitte|alles|an jedem
    tag|irgendwann)] (außer|ausser|bis auf|ausgenommen|mit ausnahme von|nur nicht|bloß nicht|aber
    nicht|nicht) [(am|an|den|nur)] {weekdays}; (nicht|keinen|kein|keine|niemals|nie|lieber
    nicht|bitte nicht|auf keinen fall|ja nicht|kann nicht|geht nicht|ungern|nur ja nicht)
    [(am|an|einem|den)] {weekdays}; {weekdays} (geht nicht|gehen nicht|kann sie nicht|kann er
    nicht|passt nicht|geht gar nicht|ausgeschlossen|fällt aus|ist schlecht|ist ungünstig); kann
    {weekdays} nicht
workdays: [(an|nur)] (werktags|werktagen|wochentags|wochentagen|unter der woche);
    [(an|nur|irgendwann)] [(einem|den)]
    (werktag|werktags|werktagen|wochentags|wochentagen|wochentag|unter der
    woche|arbeitstagen|arbeitstags)
weekend: [am] (wochenende|wochenenden); [(am|nur am|nur|ein)] (wochenende|wochenenden|we)
half to: halb {count}
weekday nth at: [am] {weekday} [(den|der|dem)] {nth} um {hour}
late week 0: [(am|gegen|zum)] (ende der woche|wochenende hin|ende dieser woche); ende woche;
    [(am|gegen|zum|noch)] (ende der woche|ende dieser woche|wochenende hin|ende die woche); ende
    dieser woche
late week 1: [(am|gegen|zum)] ende (nächster|der nächsten|kommender) woche; [(am|gegen|zum)] ende
    [(der|von)] (nächster|nächsten|nächste|kommender|kommenden) woche; nächste woche (ende|am
    ende|gegen ende)
quarter past: (viertel nach|viertel über) {count} [uhr]; {count} uhr fünfzehn
quarter to: (viertel vor|dreiviertel|drei viertel|3/4) {count} [uhr]
noon: um zwölf [uhr] mittags; um 12 [uhr] mittags; zwölf uhr mittags; um punkt zwölf mittags
part+ tomorrow afternoon: [für] morgen (nachmittag|nachmittags|am nachmittag|nm)
part+ tomorrow evening: [für] morgen (abend|abends|am abend)
part+ tomorrow midday: [für] morgen (mittag|mittags|über mittag|zu mittag)
part+ tomorrow early_morning: [(gleich|für)] morgen (ganz früh|gleich früh|gleich in der früh|als
    erstes|ganz zeitig|frühmorgens|gleich morgens)
part+ today midday: heute (mittag|mittags|über mittag|zu mittag)
part+ weekday early_morning: [am] {weekday} (ganz früh|gleich früh|gleich in der
    früh|frühmorgens|früh morgens|gleich morgens|als erstes|als erster|als erste)
in days: in {n} (tag|tagen)
in days 8: morgen in (einer|1) woche; morgen in (acht|8) tagen
in days 15: morgen in (zwei|2) wochen; morgen in (vierzehn|14) tagen
in weeks 1: heute in (einer|1) woche; heute in (acht|8) tagen; heut in einer woche
in weeks 2: heute in (zwei|2) wochen; heute in (vierzehn|14) tagen
in weeks 3: heute in (drei|3) wochen
weekday in weeks 2: [am] {weekday} in (vierzehn tagen|14 tagen)
from in months 6: in einem halben jahr; in nem halben jahr
from in months 3: in einem vierteljahr
within days: (innerhalb|binnen|in|während|innert) [(von|der|den)] [(nächsten|kommenden|folgenden)]
    {n} (tag|tage|tagen); (innerhalb|in|während) (von|der|den) (nächsten|kommenden|folgenden) {n}
    tage; (die|in den) (nächsten|kommenden) {n} (tage|tagen); im laufe der (nächsten|kommenden)
    {n} tage; in spätestens {n} tagen; spätestens in {n} tagen
within weeks: (innerhalb|binnen|während|innert) [(von|der|den)] [(nächsten|kommenden|folgenden)]
    {n} (woche|wochen); [(in|während|die)] [(der|den|von)] (nächsten|kommenden|folgenden) {n}
    (wochen|woche); im laufe der (nächsten|kommenden) {n} wochen; spätestens in {n}
    (woche|wochen); in spätestens {n} (woche|wochen)
within weeks 2: (innerhalb|binnen) (von|der nächsten|der kommenden) (vierzehn|14) (tagen|tage)
within months: (innerhalb|binnen|während|innert) [(von|der|den|des)]
    [(nächsten|kommenden|folgenden)] {n} (monat|monate|monaten|monats); [(in|während)] [(der|den)]
    (nächsten|kommenden) {n} (monaten|monate); spätestens in {n} (monat|monaten)
early week 0: [(am|zu)] anfang (der|dieser) woche; wochenanfang; zum wochenanfang
early week 1: [(am|zu|gleich|gleich am)] anfang [(der|von)]
    (nächster|nächste|nächsten|kommender|kommenden) woche; [(in|der)] (erste|ersten) hälfte
    (nächster|der nächsten) woche; früh (nächste|kommende) woche; nächste woche (anfang|am
    anfang|zu beginn)
mid week 0: [(zur|in der)] (mitte der woche|mitte dieser woche|wochenmitte)
mid week 1: [(zur|in der)] mitte [(der|von)] (nächster|nächsten|nächste|kommender|kommenden)
    woche; nächste woche (mitte|in der mitte)
month week 1: [(in|für|innerhalb)] [(der|die)] (erste|ersten|1.) {month} woche; [(in|für)]
    [(der|die)] (erste|ersten|1.) woche (im|des|in|vom) {month}; [(in|für)] [(der|die)]
    (erste|ersten) {month} woche
month week 2: [(in|für)] [(der|die)] (zweite|zweiten|2.) {month} woche; [(in|für)] [(der|die)]
    (zweite|zweiten|2.) woche (im|des|in|vom) {month}
month week 3: [(in|für)] [(der|die)] (dritte|dritten|3.) {month} woche; [(in|für)] [(der|die)]
    (dritte|dritten|3.) woche (im|des|in|vom) {month}
month week 4: [(in|für)] [(der|die)] (vierte|vierten|4.) {month} woche; [(in|für)] [(der|die)]
    (vierte|vierten|4.) woche (im|des|in|vom) {month}
month week 5: [(in|für)] [(der|die)] (letzte|letzten) {month} woche; [(in|für)] [(der|die)]
    (letzte|letzten) woche (im|des|in|vom) {month}
next third 0: [(zu|am)] (anfang|beginn) (nächsten|kommenden|des nächsten|nächstes) (monat|monats);
    zu monatsbeginn; [(am|zum)] monatsanfang
next third 1: mitte (nächsten|kommenden|des nächsten) (monat|monats)
next third 2: [am] ende (nächsten|kommenden|des nächsten) (monat|monats)
weekday nth: [am] {weekday} [,] (den|der|dem) {nth}; [(am|den)] {weekday} {dotted}
half past: {count} uhr dreißig
three quarters past: {count} uhr fünfundvierzig
to: {several} [(minuten|min)] vor {count}
minutes past: {several} [(minuten|min)] nach {count}
past: {count} uhr {several}
"""

WORDS = Words(
    code="de",
    weekdays=(
        "montag montags montage mo",
        "dienstag dienstags di",
        "mittwoch mittwochs mi",
        "donnerstag donnerstags do",
        "freitag freitags fr",
        "samstag samstags sonnabend sonnabends sa",
        "sonntag sonntags so",
    ),
    months=(
        "januar jänner jan",
        "februar feber feb",
        "märz mrz",
        "april apr",
        "mai",
        "juni jun",
        "juli jul",
        "august aug",
        "september sep sept",
        "oktober okt",
        "november nov",
        "dezember dez",
    ),
    numbers=(
        "eins ein eine einem einer einen",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
        "zwanzig",
    ),
    or_="oder bzw",
    and_="und &",
    to="bis",
    of="des",
    doctor="dr doktor doktorin prof professor med",
    patient="herr herrn frau fräulein familie fr hr hrn frl fam",
    telling=(
        "circa ca etwa ungefähr früh bald schnell spät viel lange kurz rund am um im in ab "
        "vor nach bis von gegen an zu seit zwischen innerhalb binnen außer nicht kein ohne "
        "während über vom zum jeden ende anfang mitte erst"
    ),
    particles="von van vom zu zum zur de der den del la le el di da al ten ter bin",
    joined="morgen früh vormittag vormittags mittag mittags nachmittag nachmittags abend abends"
    " woche",
    surnames=(
        "neu neuer neue gut ganz bald früh lieber will kurz lang mann freund fein junge schön "
        "platz recht wunsch rein super alte einfach ernst krank kind schneller lieb oma mag "
        "schlecht"
    ),
    adverbs="so",
    next_="nächsten nächster nächste nächstem kommenden kommendem kommender diesen diesem dieser",
    also_names={
        "freitag": False,
        "sonntag": False,
        "montag": False,
        "samstag": False,
        "sonnabend": False,
    },
    patterns=_PATTERNS + TALK,
)
