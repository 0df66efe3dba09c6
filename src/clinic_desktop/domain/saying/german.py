"""German: the words and turns of phrase of a line that books."""

from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: [(den|der|die|das|zum)] nächster [freier] [(termin|möglicher termin)];
    [(den|der|die|das|zum)]
    (nächste|nächsten|nächstes|nächstmögliche|nächstmöglicher|nächstmöglichen|erster|ersten|erste)
    [(freien|freie|freier|freies|möglichen)] (termin|zeit|lücke|zeitpunkt); nächstmöglich;
    nächstmöglicher; nächstmöglichen; nächste; nächsten; so bald wie möglich; sobald wie
    möglich; so schnell wie möglich; möglichst bald; möglichst schnell; möglichst früh;
    schnellstmöglich; baldmöglichst; so früh wie möglich; dringend; noch dringend; asap; sofort;
    eilig; eilt; akut; notfall; zeitnah; bald
any doctor: egal (bei wem|wer|welcher arzt|welche ärztin|bei welchem arzt|bei wem auch immer);
    [bei] (irgendwem|irgendeinem arzt|irgendeiner ärztin|jedem|jedem arzt|irgendwer); wer gerade
    frei ist; arzt egal; arzt ist egal
with: (bei|zu|zum|zur|mit|beim) [(der|dem)] {doctor}
at: (um|gleich um|genau um|pünktlich um) {hour} [uhr]
around: [so] (gegen|etwa um|ungefähr um|circa um|ca um|um etwa|etwa|ungefähr|circa|ca) {hour}
after: (nach|ab|erst ab|erst nach|frühestens um|frühestens|frühestens ab|nicht vor|von) {hour}
    [(an|frühestens|oder später)]; {hour} oder später
before: (vor|bis|spätestens um|spätestens|bis spätestens|nicht nach|nicht später als) {hour}
    [spätestens]; {hour} oder früher
between: (zwischen|von) {hour} (und|bis) {hour}; {hour} bis {hour}
part morning: [(am|nur)] [(vormittag|vormittags|morgens|vormittage)]
    (vormittag|vormittags|morgens|vormittage); am morgen; früh; in der früh
part early_morning: früh morgens; frühmorgens; am frühen (morgen|vormittag); gleich in der früh;
    ganz früh; gleich früh; gleich morgens; gleich als erstes
part late_morning: am späten vormittag; später vormittag
part midday: [(am|über|zu|um die)] (mittag|mittags|mittagszeit); in der mittagspause
part afternoon: [(am|nur|einem)] (nachmittag|nachmittags|nachmittage)
part early_afternoon: [am] (frühen|früher) nachmittag
part late_afternoon: [am] (späten|später|spät) nachmittag; spätnachmittag; spätnachmittags
part evening: [(am|nur)] [(späten|frühen)] (abend|abends)
part after_lunch: nach (dem mittag|dem mittagessen|der mittagspause)
part after_work: nach (der arbeit|feierabend|dienstschluss|dem dienst)
part after_school: nach der schule
part before_lunch: vor (dem mittag|mittag|dem mittagessen)
part before_work: vor (der arbeit|der schule)
today: heute; heute noch; noch heute
in days 1: morgen
part+ tomorrow morning: morgen (früh|vormittag|vormittags); morgen in der früh
part+ today morning: heute (früh|morgen|vormittag)
part+ today afternoon: heute nachmittag
part+ today evening: heute abend
part+ weekday morning: [am] {weekday} (morgen|früh)
in days 2: übermorgen
from in days: [(frühestens|erst)] in [(ca|etwa)] {n} (tag|tagen)
from in weeks: [(frühestens|erst)] in [(ca|etwa)] {n} (woche|wochen)
from in weeks 2: in vierzehn tagen; in 14 tagen
from in months: [(frühestens|erst)] in [(ca|etwa)] {n} (monat|monaten)
weekday in weeks: [am] {weekday} in {n} (woche|wochen); in {n} (woche|wochen) [am] {weekday}
weekday in weeks 1: [am] {weekday} in acht tagen; {weekday} in 8 tagen
week 0: [in] (diese|dieser) woche [noch]; noch diese woche
week 1: [in] [der] (nächste|nächster|nächsten|kommende|kommenden|kommender) woche
week 2: [in] [der] (übernächste|übernächster|übernächsten) woche
month 0: (diesen|in diesem) monat
month 1: (nächsten|kommenden|im nächsten|im kommenden) monat
week number: [in] [der] (kw|kalenderwoche|woche) {n}
week of: [in] [der] woche (vom|ab|des) [dem] {date}
month: (im|diesen|nächsten|kommenden) {month}
third 0: [(zu|am)] anfang [des] {month}; [im] frühen {month}
third 1: mitte [des] {month}
third 2: [(am|gegen)] ende [des] {month}; [im] späten {month}
third 2: [(am|gegen)] (ende des monats|monatsende|ende monat)
from month: (ab|ab dem|nicht vor|frühestens|frühestens im|erst|erst im|erst ab|von) {month} [an]
from: (ab|ab dem|vom|von|nicht vor|nicht vor dem|frühestens|frühestens am|frühestens ab|erst
    ab|erst ab dem|erst am|ab kommendem|ab nächstem|ab kommenden|ab nächsten|ab diesem) {day}
    [(an|frühestens)]
after day: (nach|nach dem|erst nach|erst nach dem) {day}
until: (bis|bis zum|spätestens|spätestens am|bis spätestens|bis spätestens am|bis
    einschließlich|nicht nach|nicht nach dem|noch bis) {day} [spätestens]
before day: (vor|noch vor|vor dem) {month}; (vor|vor dem|noch vor|noch vor dem) {day}
from until: (zwischen|von|vom|zwischen dem) {date} (und|bis|und dem|bis zum) {date}
on: [(am|den|der|zum|dem)] {date}; (am|den|zum) {nth}
this weekday: [am] (diesen|dieser|diesem|kommenden|kommender|kommendem) {weekday}
next weekday: [(am|den)] (nächsten|nächster|nächste|nächstem) {weekday}
days between: zwischen {weekday} und {weekday}
days: [(nur|lieber|am liebsten|gern|gerne|immer)] [(am|an|einem|einen|den|von)] {weekdays} [nur]
except: weder {weekdays} noch {weekdays}; (außer|ausser|nicht|nur nicht|aber nicht|nie|bloß
    nicht|ausgenommen|nicht am) [am] {weekdays}; alle tage außer {weekdays}
workdays: [(an|nur)] (werktags|werktagen|wochentags|wochentagen|unter der woche)
weekend: [am] (wochenende|wochenenden)
minutes: [für] {n} (minute|minuten|min|m|minütig|minütigen)
hours: [für] {n} (stunde|stunden|std)
length 30: [für] [(eine|ne)] (halbe|halben|halbes) (stunde|std); halbstündig; halbstündigen
length 15: [für] [eine] (viertelstunde|viertel stunde)
length 45: [für] [eine] (dreiviertelstunde|dreiviertel stunde|drei viertel stunde)
length 60: [für] [eine] (stunde|std); einstündig; einstündigen
length 90: [für] (anderthalb stunden|eineinhalb stunden|anderthalbe stunde)
half to: [(um|gegen)] halb {count}
weekday nth at: [am] {weekday} [(den|der|dem)] {nth} um {hour}
vague: (gleiche|selbe|übliche|gewohnte|zur gleichen|zur selben) (zeit|uhrzeit);
    (gleicher|selber|am gleichen|am selben) tag; (wie|so wie) (letztes mal|immer|beim letzten
    mal); (vor|nach|über|zu) (weihnachten|ostern|neujahr|silvester|den feiertagen|den
    ferien|pfingsten)
late week 0: [(am|gegen|zum)] (ende der woche|wochenende hin|ende dieser woche); ende woche
late week 1: [(am|gegen|zum)] ende (nächster|der nächsten|kommender) woche
quarter past: [(um|gegen)] viertel nach {count}
quarter to: [(um|gegen)] (viertel vor|dreiviertel|drei viertel) {count}
tel: (tel|telefon|telefonnummer|handy|handynummer|mobil|nummer|rückruf|rufnummer) [ist] [unter]
    {number}; unter {number}
born: (geb|geboren|geboren am|geb am|geburtsdatum|geburtstag|gebdat|geb.datum|jahrgang) [ist]
    [der] {birth}
series: {several} x; {several} mal; jede woche; jeden monat; jeden {weekdays}; wöchentlich;
    monatlich; täglich; vierzehntägig; alle {several} (wochen|tage|monate); jede zweite woche;
    einmal die woche; zweimal die woche; einmal pro woche; {several} termine; {several}
    sitzungen; serie; serientermin
action: absagen; abzusagen; sagt ab; absage; stornieren; storno; verschieben; verlegen;
    umbuchen; verschiebt; verlegt; verschoben; tauschen; löschen; ändern; streichen; cancel;
    canceln
not: nicht; kein; keine; keinen; keinem; ohne; nie; niemals; weder; bloß nicht; außer; ausser;
    nur nicht; auf keinen fall
filler: bitte; danke; hallo; guten tag; guten morgen; grüß gott; termin; einen termin; für;
    fürs; bei; mit; zum; zur; zu; braucht; brauche; brauchen; benötigt; möchte; möchten; will;
    wollen; würde; würde gern; hätte; hätte gern; hätte gerne; gern; gerne; buchen; buche;
    eintragen; trag; trage; ein; eine; einen; einem; einer; eines; der; die; das; dem; den; des;
    am; an; im; in; um; auf; er; sie; es; ich; wir; ihm; ihr; mich; mir; uns; wenn möglich; wenn
    es geht; wenn's geht; wenns geht; falls möglich; wenn; geht; am liebsten; liebsten; lieber;
    vorzugsweise; bevorzugt; am besten; passt; kann; können; könnte; haben; hat; und; oder;
    noch; wieder; nur; auch; irgendwann; egal wann; jederzeit; jeden tag; patient; patientin;
    neu; neuer; neue; anrufer; name; namens; heißt; kommt; kommen; etwas; was; frei; freien;
    freier; uhr; vielleicht; eventuell; möglichst; machen; geben; gib; finden; suchen; such;
    suche; dann; da; gleich; ist; war; von; ab; wie; der name ist; mein name ist; wegen; gut;
    bräuchte; besuch; ganz; mal; nächster termin für; zeit; wann; hätten; so; ob; irgendwas;
    einmal
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
    patient="herr herrn frau fräulein familie",
    particles="von van vom zu zum zur de der den del la le el di da al ten ter bin",
    joined="morgen früh vormittag vormittags mittag mittags nachmittag nachmittags abend abends",
    surnames="neu neuer neue gut ganz bald früh lieber will",
    also_names={
        "freitag": False,
        "sonntag": False,
        "montag": False,
        "samstag": False,
        "sonnabend": False,
    },
    patterns=_PATTERNS,
)
