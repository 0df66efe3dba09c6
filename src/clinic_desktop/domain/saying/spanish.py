"""Spanish: the words and turns of phrase of a line that books."""

from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: próximo; próxima; [(el|la)] (próximo|próxima|primer|primera|primero)
    [(hueco|cita|hora|turno|espacio|rato)] [(libre|disponible|posible|que haya)]; lo antes
    posible; cuanto antes; lo más pronto posible; tan pronto como sea posible; lo más rápido
    posible; lo primero que haya; lo primero; urgente; urgentemente; de urgencia; urgencia; con
    urgencia; asap; enseguida; ya; inmediatamente; pronto; rápido
any doctor: [con] (cualquier médico|cualquiera|cualquier doctor|cualquier doctora|quien sea|el
    que sea|cualquier médica); da igual (quién|el médico|con quién|qué médico); no importa
    (quién|con quién|el médico)
with: (con|donde|para ver a|ver a|para) [(el|la)] {doctor}
at: (a las|a la|para las) {hour} [(en punto|horas)]; {hour} en punto
around: (sobre las|sobre la|hacia las|hacia la|alrededor de las|a eso de las|a eso de la|más o
    menos a las|como a las|aproximadamente a las|cerca de las) {hour}
after: (después de las|después de la|a partir de las|a partir de la|desde las|desde la|no antes
    de las|pasadas las|más tarde de las|después de|a partir de) {hour}; {hour} o más tarde; de
    las {hour} en adelante
before: (antes de las|antes de la|hasta las|hasta la|no después de las|como muy tarde a
    las|antes de|no más tarde de las) {hour}
between: (entre las|entre la|de las|desde las|de|entre) {hour} (y las|y la|a las|a la|hasta
    las|y|a) {hour}
part morning: [(por|en|de|a)] la mañana; por las mañanas; [en] las mañanas; solo por las
    mañanas; por la mañanita
part early_morning: [(a|en)] primera hora [de la mañana]; temprano; por la mañana temprano;
    temprano por la mañana; a primera hora; a primerísima hora
part late_morning: a última hora de la mañana; a media mañana
part midday: [(a|al|a la|de)] (mediodía|medio día|hora de comer); en la hora de comer
part afternoon: [(por|en|de|a)] la tarde; por las tardes; [en] las tardes; solo por las tardes
part early_afternoon: a primera hora de la tarde
part late_afternoon: a última hora [de la tarde]; a media tarde
part evening: [(por|en|de|a)] la noche; por las noches; [(al|de)] anochecer; última hora de la
    noche
part after_lunch: después de (comer|la comida|almorzar)
part after_work: después (del trabajo|de trabajar|del curro); al salir del trabajo
part after_school: después (del colegio|del cole|de clase|de la escuela); al salir del cole
part before_lunch: antes de (comer|mediodía|la comida); antes del mediodía
part before_work: antes (del trabajo|de trabajar|del colegio|del cole)
today: hoy; hoy mismo
in days 1: mañana; mañana mismo
part+ tomorrow morning: mañana (por|en|a) la mañana; mañana temprano
part+ today morning: (hoy|esta) (por la mañana|mañana)
part+ today afternoon: esta tarde
part+ today evening: esta noche
in days 2: pasado mañana; pasado
from in days: (dentro de|en|de aquí a) {n} (día|días)
from in weeks: (dentro de|en|de aquí a) [unas] {n} (semana|semanas)
from in weeks 1: (dentro de|en) ocho días
from in weeks 2: (dentro de|en) (quince días|15 días|una quincena)
from in months: (dentro de|en|de aquí a) {n} (mes|meses)
weekday in weeks: [el] {weekday} (dentro de|en) {n} (semana|semanas); (dentro de|en) {n}
    (semana|semanas) [el] {weekday}
weekday in weeks 1: [el] {weekday} (en|dentro de) (ocho|8) días
weekday in weeks 2: [el] {weekday} (en|dentro de) (quince|15) días
week 0: [(en|durante)] esta [misma] semana
week 1: [(en|durante)] [la] (semana que viene|próxima semana|semana próxima|semana siguiente)
week 2: la semana siguiente a la próxima; dentro de dos semanas enteras
month 0: [en] este mes
month 1: [en] [el] (mes que viene|próximo mes|mes próximo)
week number: [(en|la)] semana [número] {n}
week of: [(en|durante)] [la] semana del {date}
month: (en|durante|en el mes de) {month}
third 0: [a] (principios|comienzos|inicios|primeros) de {month}
third 1: [a] mediados de {month}
third 2: [(a|hacia)] (finales|fines|últimos) de {month}
third 2: [(a|para|hacia)] (finales|fin|fines) de mes
from month: (desde|a partir de|no antes de|después de) {month}
from: (a partir del|a partir de|desde|desde el|no antes del|no antes de|como pronto|como pronto
    el|como muy pronto el) [el] {day} [(en adelante|como pronto)]; del {day} en adelante
after day: (después del|después de|tras el|pasado el) {day}
until: (hasta|hasta el|como muy tarde|como muy tarde el|a más tardar|a más tardar el|no después
    del|para el|como máximo el|como máximo) {day}; {day} como muy tarde
before day: antes de {month}; (antes del|antes de) {day}
from until: (entre el|del|desde el) {date} (y el|al|hasta el) {date}
on: [(el|del|para el|el día|día)] {date}; (el|el día|día|para el) {nth}
this weekday: [el] este {weekday}; [el] {weekday} que viene; este mismo {weekday}; el {weekday}
    de esta semana
next weekday: [el] próximo {weekday}; [el] {weekday} próximo; el siguiente {weekday}
days between: entre [el] {weekday} y [el] {weekday}
days: [(solo|mejor|preferiblemente|únicamente|preferentemente)] [(el|los|un|en|de|del)]
    {weekdays} [solo]
except: ni [los] {weekdays} ni [los] {weekdays}; (excepto|menos|salvo|no|nunca|pero no|cualquier
    día menos|cualquier día excepto|todos los días menos|que no sea|quitando) [(el|los)]
    {weekdays}
workdays: (entre semana|días laborables|en días laborables|días de diario|de diario)
weekend: [(el|los|en)] (fin de semana|fines de semana|finde)
minutes: [(de|durante|por)] {n} (minuto|minutos|min|mins|m)
hours: [(de|durante|por)] {n} (hora|horas)
length 30: [(de|durante)] (media hora|media horita)
length 15: [(de|durante)] [un] cuarto de hora
length 45: [(de|durante)] tres cuartos de hora
length 60: [(de|durante)] una hora
length 90: [(de|durante)] (hora y media|una hora y media)
half past: [(a las|a la|sobre las|las)] {count} y media
past: [(a las|a la|sobre las|las)] {count} y {several}
weekday nth at: [el] {weekday} [(día|el)] {nth} a (las|la) {hour}
vague: [a] la (misma|hora de siempre) [hora]; a la hora de siempre; el mismo día; como
    (siempre|la última vez); (antes de|después de|en|por) (navidad|navidades|semana santa|año
    nuevo|reyes|las vacaciones|las fiestas)
late week 0: [a] (finales|fines|final) de (semana|esta semana)
late week 1: [a] (finales|fines|final) de (la semana que viene|la próxima semana)
quarter past: [(a las|a la|sobre las|las)] {count} y cuarto
quarter to: [(a las|a la|sobre las|las)] {count} menos cuarto
tel: (tel|tlf|tfno|teléfono|móvil|número|celular|tlfno) [es] [el] {number}; al {number}
born: (nacido|nacida|nacido el|nacida el|nacido en|nacida en|nac|f.nac|fecha de nacimiento|nació
    el|fn) [es] [el] {birth}
series: {several} veces; {several} x; todas las semanas; cada semana; todos los {weekdays}; cada
    {weekdays}; cada {several} (semanas|días|meses); semanalmente; semanal; mensual;
    mensualmente; todos los meses; cada mes; una vez por semana; una vez a la semana; {several}
    sesiones; {several} citas; cada quince días
action: cancelar; cancela; anular; anula; mover; mueve; cambiar; cambia; aplazar; aplaza;
    reprogramar; retrasar; adelantar; borrar; eliminar; intercambiar; posponer
not: no; sin; nunca; ni; tampoco; menos; excepto; salvo; ningún; ninguna; que no sea
filler: hola; buenos días; buenas tardes; buenas; gracias; por favor; porfa; cita; una cita;
    visita; consulta; para; con; a; al; en; el; la; los; las; un; una; unos; unas; de; del; y;
    o; que; quiere; quiero; quisiera; querría; necesita; necesito; desea; pide; busca; busco;
    le; me; nos; su; él; ella; yo; si puede; si se puede; si es posible; si puede ser; a ser
    posible; si; posible; preferiblemente; preferentemente; mejor; prefiere; puede; puedes;
    podría; dar; dame; poner; pon; ponme; apuntar; apunta; reservar; reserva; buscar; pedir;
    hacer; es; hay; tiene; tengo; paciente; nuevo; nueva; llamado; llamada; se llama; nombre; a
    nombre de; otra vez; también; solo; sólo; cualquier día; cualquier hora; cuando sea; todos
    los días; algo; alguna; algún; hueco; libre; disponible; horas; hora; h; vez; por; viene;
    venir; día; hijo; hija; quizás; tal vez; está; sería; entonces; bien; esta; este; hueco
    para; turno; cuando
"""

WORDS = Words(
    code="es",
    weekdays=(
        "lunes lun",
        "martes mar",
        "miércoles mié",
        "jueves jue",
        "viernes vie",
        "sábado sábados sáb",
        "domingo domingos dom",
    ),
    months=(
        "enero ene",
        "febrero feb",
        "marzo",
        "abril abr",
        "mayo",
        "junio jun",
        "julio jul",
        "agosto ago",
        "septiembre setiembre sep sept",
        "octubre oct",
        "noviembre nov",
        "diciembre dic",
    ),
    numbers=(
        "uno un una",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
    ),
    or_="o u",
    and_="y e &",
    to="a al hasta",
    of="de del",
    doctor="dr dra doctor doctora prof profesor profesora",
    patient="sr sra srta señor señora señorita don doña d. dña familia",
    particles="de del la las los el von van der den di da san santa al y",
    surnames="nuevo nueva bien",
    also_names={
        "domingo": True,
        "mar": True,
        "dom": True,
        "sábado": False,
        "sol": True,
        "lun": True,
        "vie": True,
        "jue": True,
    },
    patterns=_PATTERNS,
)
