"""Spanish: how long, with whom, how the patient is told, and the talk around what is wanted."""

TALK = """
minutes: [(de|durante|por)] {n} (minuto|minutos|min|mins|m);
    [(de|durante|por|unos|como|aproximadamente|de unos|para)] {n}
    (minuto|minutos|min|mins|m|minutitos|minutillos)
hours: [(de|durante|por)] {n} (hora|horas); [(de|durante|por|unas|para)] {n} (hora|horas|horita)
length 30: [(de|durante)] (media hora|media horita); [(de|durante|una|como|unos|para|por)] (media
    hora|media horita|1/2 hora|media horilla|treinta minutos|½ hora)
length 15: [(de|durante)] [un] cuarto de hora; [(de|durante|por)] [un] (cuarto de hora|cuartito de
    hora|1/4 de hora)
length 45: [(de|durante)] tres cuartos de hora; [(de|durante|por)] (tres cuartos de hora|3/4 de
    hora|tres cuartos|cuarenta y cinco minutos|3 cuartos de hora)
length 60: [(de|durante)] una hora; [(de|durante|por)] (una hora|una horita|1 hora|una hora
    entera|una hora completa|hora entera); sesenta minutos
length 90: [(de|durante)] (hora y media|una hora y media); [(de|durante|por)] (hora y media|una
    hora y media|1 hora y media|una hora y treinta minutos|1,5 horas|1.5 horas|1,5 h|hora y media
    larga|una hora y 30|noventa minutos|1h y media|1 h y media|1 1/2 horas|1 hora y 30 minutos|una
    hora y 30 minutos)
length 40: [de] cuarenta minutos
length 75: [(de|durante)] (una hora y cuarto|hora y cuarto|1 hora y cuarto|una hora y un
    cuarto|una hora y quince minutos|una hora y 15 minutos)
length 105: [(de|durante)] (hora y tres cuartos|una hora y tres cuartos)
length 150: [(de|durante|por)] (dos horas y media|2 horas y media|2,5 horas)
room numbered: [(en|en la|para la|la|en el|el)]
    (sala|consultorio|consulta|despacho|gabinete|cuarto|habitación|box|salón|cabina|oficina|sala
    de consulta|local) [(número|nº|n|no|núm|num)] {room_number}
any doctor: [con] (cualquier médico|cualquiera|cualquier doctor|cualquier doctora|quien sea|el que
    sea|cualquier médica); da igual (quién|el médico|con quién|qué médico); no importa (quién|con
    quién|el médico); [(con|le|me|nos)] (cualquier|cualquiera de los)
    (médico|doctor|doctora|médica|doctores|médicos|profesional|especialista|facultativo)
    [(disponible|libre|que haya|que esté libre)]; [con] (cualquiera|quien sea|el que sea|el que
    esté libre|quien esté libre|quien esté disponible|quien pueda|quien haya|quien tenga hueco|el
    que esté disponible|el médico que sea|el doctor que sea|la que sea|el que haya|el que
    pueda|cualquiera de ellos|cualquiera de los dos|el primero que esté libre|quien quiera que
    sea|quien tengas|quien tengáis|quien tenga sitio); [(le|me|nos)] (da|es) (igual|lo
    mismo|indiferente) [con] (quién|quien|el médico|qué médico|que médico|el doctor|la doctora|qué
    doctor|que doctor|cuál médico|qué doctora|cualquier médico); [no le] no (importa|le importa|me
    importa|nos importa|tiene preferencia de|tengo preferencia de|tiene preferencia por) [con]
    (quién|quien|el médico|qué médico|el doctor|qué doctor|médico|doctor|que médico|ningún
    médico); sin preferencia de (médico|doctor); (médico|doctor) (indiferente|da
    igual|indistinto|cualquiera|es igual); [(el|la)] (médico|doctor) (da igual|es indiferente|es
    igual|no importa|es lo de menos); indistinto el médico
with: (con|donde|para ver a|ver a|para) [(el|la)] {doctor}; (con|donde|para ver a|ver a|para|que
    la vea|que lo vea|que le vea|que me vea|por|de|al|del|a) [(el|la|mi|su)] {doctor}; (ver
    al|para ver al|visitar al|visitar a|consultar con|consultar a|que lo atienda|que la
    atienda|que le atienda|visitarse con) [(el|la)] {doctor}
vague: [el] (segundo|tercer|tercero|cuarto|último) {weekday} [(de {month}|del mes|del mes de
    {month})]; [el] primer {weekday} (de {month}|del mes|del mes de {month}); [pero]
    (no|nunca|menos|excepto|salvo) [(el|los)] {weekday} (por|en|a) la (mañana|tarde|noche); [a] la
    (misma|hora de siempre) [hora]; a la hora de siempre; el mismo día; como (siempre|la última
    vez); (antes de|después de|en|por) (navidad|navidades|semana santa|año nuevo|reyes|las
    vacaciones|las fiestas); (en|el|el próximo|este|para el|para) (verano|invierno|otoño|primavera)
    [próximo]; (el|para el) año (que viene|próximo|nuevo); [el] próximo año; el (próximo|siguiente)
    trimestre; (antes de|después de|en|por|tras|pasadas|para) (la navidad|las
    navidades|nochebuena|nochevieja|el puente|las vacaciones|sus vacaciones|la semana
    santa|fiestas|reyes)
not hours: [pero] (no|nunca|menos|excepto|salvo) [(el|los)] {weekday} (después de|antes de|desde|a
    partir de|a|hasta) [(la|las)] {hour}
tel: (tel|tlf|tfno|teléfono|móvil|número|celular|tlfno) [es] [el] {number}; al {number};
    [(su|el|mi|al|en el|con el|con)]
    (tel|tel.|tlf|tlf.|tfno|tfno.|tfn|teléfono|móvil|número|número de
    teléfono|celular|cel|tlfno|telf|telf.|nº|fijo|contacto|teléfono de
    contacto|núm|num|whatsapp|wasap|teléfono móvil) [(es|:|número|es el)] [el] {number};
    (al|llamar al|llamarla al|llamarlo al|avisar al|contactar al|localizable en el|en el) {number}
born: (nacido|nacida|nacido el|nacida el|nacido en|nacida en|nac|f.nac|fecha de nacimiento|nació
    el|fn) [es] [el] {birth}; (nacido|nacida|nacido el|nacida el|nacido en|nacida en|nacido el
    día|nacida el día|nac|nac.|f.nac|f.nac.|f. nac|f nac|f. nac.|fecha nac|fecha nac.|fecha de
    nac|fecha de nac.|f.n|f.n.|fdn|fnac|fecha de nacimiento|fecha nacimiento|nació el|nació
    en|nació|fn|nacimiento|cumpleaños|año de nacimiento|que nació el|de nacimiento)
    [(es|:|el|del|en|es el)] [(el|día|el día)] {birth}
series: {several} veces; {several} x; todas las semanas; cada semana; todos los {weekdays}; cada
    {weekdays}; cada {several} (semanas|días|meses); semanalmente; semanal; mensual; mensualmente;
    todos los meses; cada mes; una vez por semana; una vez a la semana; {several} sesiones;
    {several} citas; cada quince días; mensuales; semanales; {several} (visitas|consultas); una
    vez al mes; una sesión semanal; periódicamente; cada {several} meses; cada
    (lunes|martes|miércoles|jueves|viernes)
action: cancelar; cancela; anular; anula; mover; mueve; cambiar; cambia; aplazar; aplaza;
    reprogramar; retrasar; adelantar; borrar; eliminar; intercambiar; posponer; cancelación;
    anulación; cambiarla; cambiarlo; modificar; modifica; suspender; posponga; retrasa; adelanta;
    cancele; anule
not: no; sin; nunca; ni; tampoco; menos; excepto; salvo; ningún; ninguna; que no sea
relative:
    (hijo|hija|madre|padre|marido|mujer|esposo|esposa|hermano|hermana|abuelo|abuela|bebé|niño|niña|nieto|nieta)
    (de|del)
filler: hola; buenos días; buenas tardes; buenas; gracias; por favor; porfa; cita; una cita;
    visita; consulta; para; con; a; al; en; el; la; los; las; un; una; unos; unas; de; del; y; o;
    que; quiere; quiero; quisiera; querría; necesita; necesito; desea; pide; busca; busco; le; me;
    nos; su; él; ella; yo; si puede; si se puede; si es posible; si puede ser; a ser posible; si;
    posible; preferiblemente; preferentemente; mejor; prefiere; puede; puedes; podría; dar; dame;
    poner; pon; ponme; apuntar; apunta; reservar; reserva; buscar; pedir; hacer; es; hay; tiene;
    tengo; paciente; nuevo; nueva; llamado; llamada; se llama; nombre; a nombre de; otra vez;
    también; solo; sólo; cualquier día; cualquier hora; cuando sea; todos los días; algo; alguna;
    algún; hueco; libre; disponible; horas; hora; h; vez; por; viene; venir; día; hijo; hija;
    quizás; tal vez; está; sería; entonces; bien; esta; este; hueco para; turno; cuando; sí; si
    si; vale; bueno; pues; a ver; eh; em; ah; oh; mmm; hm; oye; oiga; mira; mire; mirad; dígame;
    dime; diga; digo; claro; perfecto; de acuerdo; ok; okay; venga; así que; hola buenas; muy
    buenas; muy buenos días; buen día; buenas noches; buenos dias; qué tal; saludos; adiós; muchas
    gracias; mil gracias; muchísimas gracias; gracias por (todo|esperar|llamar|la espera|su
    ayuda|tu ayuda|la ayuda|su paciencia); gracias de antemano; de antemano; por fa; porfi; por
    favor y gracias; xfa; xfavor; pf; x favor; porfavor; perdón; perdone; perdona; disculpe;
    disculpa; lo siento; un momento; un momentito; un segundo; espere; espera; no cuelgue; ahora
    vemos; vamos a ver; veamos; a ver si; a ver si puede ser; a ver si
    (hay|tenemos|tiene|tienes|podemos|se puede|podría|pudiera|encontramos|encuentra); ver si; ver
    si hay; ver si se puede; mirar si; mirar; mira si; mire si; miramos; revisa; revisar;
    comprueba; comprobar; tengo a; tengo al; tengo aquí a; tengo aquí al; tengo aquí; tenemos;
    tenéis; tienes; tienen; tendría; tendrías; tendríamos; tendrían; tendríais; tendrá; tendremos;
    tenga; tengas; tengan; tengáis; tengamos; tener; tenía; hay algo; hay algún; hay alguna; hay
    hueco; habrá; habría; hubiera; hubiese; haya; había; ha; he; han; hemos; queda; quedan;
    quedaría; quede; nos queda; nos quedan; te queda; le queda; queda algo; queda algún; queda
    alguna; podemos; podríamos; podrían; podrías; podríais; podéis; pueden; puedo; podrá; podré;
    pudiera; pudieras; poder; se puede; se podría; se pueda; se le puede; pueda; puedas; puedan;
    puede ser; podría ser; que pueda; me puede; me puedes; me pueden; me podría; me podrías; me
    podrían; le puede; le puedes; le podemos; le podría; le pueden; nos puede; puede venir; puedes
    darle; puedes darme; podría darme; podría darle; podría venir; quería; querían; queríamos;
    quería saber si; quieren; queremos; quisiéramos; quisieran; querrían; querría saber; quiere
    venir; quiere que; quiere ver; quiere una; quiere un; quiere pedir; quiere hacerse; quiera;
    querer; necesitan; necesitaba; necesitaría; necesitamos; necesitar; necesita que; hace falta;
    haría falta; haga; hagan; hace; hacerle; hacerme; hacerse; hacernos; haz; hazle; hazme;
    hágame; hágale; me gustaría; le gustaría; nos gustaría; les gustaría; gustaría; gusta; desean;
    desearía; deseo; preferiría; preferirían; preferir; preferible; preferencia; de preferencia;
    con preferencia; tiene preferencia por; prefieren; prefiero; prefiere el; prefiere los; piden;
    pedía; pedir hora; pedir cita; pedir una cita; pido; pidiendo; pídele; me pide; me pide una;
    me pide un; me piden; nos pide; nos piden; le pide; pregunta; pregunta si; pregunta por;
    preguntan; preguntaba; preguntar; preguntarle; solicita; solicitar; solicito; solicitan;
    solicitud; buscamos; buscan; búscame; buscaba; buscando; busque; encontrar; encuentra;
    encuéntrame; encontrarle; encontrarme; encuentro; ofrecer; ofrece; ofrecerle; ofréceme;
    conseguir; consígueme; conseguirle; consigue; darle; darle una; darle un; darme; darme una;
    darnos; dale; da; dan; dais; das; deme; déme; dé; denme; dadme; dadle; dará; me dan; me das;
    me da; me dais; nos dan; nos da; le dan; le das; le damos; le da; me den; dar cita; dar hora;
    dar una cita; pueden dar; puede dar; puedes dar; ponle; ponla; ponlo; ponedme; póngame;
    póngale; póngala; pongo; pone; ponemos; ponga; pongamos; ponerle; ponerme; ponerla; ponerlo;
    poner a; mete; meter; meterlo; meterla; méteme; mételo; métela; metemos; meterme; metedme;
    encajar; encájame; encajarlo; encajarla; encaja; encajamos; encajarme; colar; colarle; cuela;
    hueco a; hacer hueco; hacer un hueco; hacerle un hueco; hazle un hueco; hacerle hueco; un
    hueco; un huequito; un hueco para; un huequito para; huequito; huecos; huequillo; hueco libre;
    hueco con; algún hueco; algún hueco para; apúntame; apúntame a; apúntale; apúntala; apúntalo;
    apúnteme; apunte; apuntad; apunto; apuntarlo; apuntarla; apuntamos; anotar; anota; anótame;
    anótalo; anótala; anote; anoto; reservarle; reservarme; resérvame; resérvale; reserve;
    resérveme; reservo; agendar; agenda; agéndame; agende; agéndalo; en la agenda; en agenda; en
    el libro; programar; programa; prográmame; programe; asignar; asígname; asigna; asígnale;
    citar; cítame; cita a; cítala; cítalo; citarlo; citarla; citamos; concertar; concierta;
    concertar una; concertar cita; coger; coger cita; coger hora; cogerle; cojo; cógeme; tomar;
    tomar cita; sacar; sacar cita; sacarle; sacar una cita; saca; sacarme; bloquea; bloquear;
    guardar; guárdame; guarda; dejar; déjame; déjalo; deja; dejamos; registrar; registra;
    regístrame; añade; añadir; inscribir; inscribe; acomodar; acomódame; ubicar; llama; llaman;
    llamó; llamo; llamaba; llamar; llamando; ha llamado; me llama; nos llama; me ha llamado; está
    llamando; está al teléfono; al teléfono; al tel; al aparato; en línea; en la línea; en la otra
    línea; en espera; al otro lado; por teléfono; por la línea (1|2|uno|dos); por la otra línea;
    aquí; aquí delante; aquí está; aquí mismo; delante de mí; en recepción; en el mostrador; en
    mostrador; en persona; soy; soy la; soy el; habla; le habla; de parte; de parte de; en nombre
    de; en nombre; es para; sería para; era para; es para el; es para la; es de; es que; se trata
    de; ser; sea; serían; será; fuera; fuese; son; era; estaba; estar; están; estoy; estamos;
    estará; estaría; estaría bien; estuviera; esté; va; van; vamos; iría; irá; vaya; ir; voy;
    vendría; vendrá; venga; vengan; vengo; vienen; vendrán; vino; que venga; venir a; viene a;
    pasar; pasa; pasarse; pasaría; pase; acudir; acude; asistir; acercarse; ver; verla; verlo;
    verle; ver a; ver al; vea; vean; vemos; ve; verse; que la vean; que lo vean; que le vean; que
    la vea; que lo vea; que le vea; ser vista; ser visto; visto; vista; visitar; visitarse;
    visitarla; atender; atiende; atiendan; atenderla; atenderlo; atenderle; atiendas; que la
    atiendan; que lo atiendan; que le atiendan; consultar; revisarse; revisarla; tratar;
    tratamiento; sesión; control; mi; mis; tu; tus; sus; nuestro; nuestra; suyo; suya; os; se; te;
    lo; les; ellos; ellas; nosotros; usted; ustedes; ud; uds; vd; alguien; nadie más; qué; cuál;
    cuáles; quién; quien; cuándo; cómo; dónde; cuánto; que me; que le; que sea; que esté; que
    haya; que haya; que tenga; que tengan; que tengas; que tengáis; que tengamos; que le venga
    bien; que quede; que hay; qué hay; qué tenéis; qué tienes; qué tiene; qué tenemos; qué hueco;
    qué huecos; cualquier; cualquier cosa; cualquiera; cualquier momento; en cualquier momento;
    cualquier horario; a cualquier hora; a la hora que sea; la hora que sea; el día que sea;
    cualquier día de la semana; le vale; le vale cualquier; le vale cualquier día; le vale
    cualquier hora; me vale; me vale cualquier; nos vale; vale cualquier; le da igual; me da
    igual; da igual; da igual (la hora|el día|cuándo|cuando|a qué hora|qué día|la fecha); le da
    igual (la hora|el día|cuándo|cuando|a qué hora|qué día); me da igual (la hora|el
    día|cuándo|cuando); no importa (la hora|el día|cuándo|cuando); no le importa (la hora|el
    día|cuándo|cuando); es indiferente; indiferente; hora indiferente; día indiferente; sin
    preferencia; sin preferencias; no tiene preferencia; no hay prisa; sin prisa; no corre prisa;
    no es urgente; nada urgente; no urge; sin urgencia; no tiene prisa; flexible; es flexible;
    cuando quiera; cuando quieras; cuando puedas; cuando pueda; cuando puedan; cuando podáis;
    cuando haya; cuando haya hueco; cuando haya sitio; cuando le venga bien; cuando tengas hueco;
    cuando tengáis hueco; cuando se pueda; cuando os venga bien; como sea; como pueda; si hay; si
    hay algo; si hay hueco; si hay sitio; si hay posibilidad; si tenéis; si tenéis algo; si tenéis
    hueco; si tiene; si tiene hueco; si tienes; si tienes algo; si tienes hueco; si tienen; si
    tienen hueco; si tienen algo; si queda; si queda algo; si queda hueco; si se pudiera; si
    pudiera ser; si pudiera; si puedes; si pueden; si podéis; si podemos; si es que hay; si cabe;
    si no; si no es molestia; si no le importa; si no os importa; si fuera posible; si fuese
    posible; si le viene bien; si os viene bien; si le va bien; si está; si está libre; a ser
    posible si; a poder ser; de ser posible; en lo posible; idealmente; ideal; lo ideal; lo mejor;
    mejor si; mejor que; le viene mejor; le va mejor; le iría mejor; le vendría mejor; le viene
    bien; le va bien; le vendría bien; le iría bien; le conviene; le convendría; me viene bien; me
    va bien; me vendría bien; me viene mejor; viene bien; viene mejor; va bien; va mejor; bien
    para; conviene; queda bien; le queda bien; solamente; únicamente; exclusivamente; solo puede;
    sólo puede; solo pueden; puede solo; solo le va bien; solo le viene bien; siempre; más; menos
    mal; muy; poco; un poco; un poquito; mucho; algo de; algo para; algo libre; algo con; algo
    disponible; algo que; alguno; algunos; algunas; otro; otra; otros; mismo; misma; ya sabe; ya
    que; además; aparte; también para; así; tan; tanto; como; aunque; porque; pero; sino; u; e;
    por si; por si acaso; para que; con el fin; para su; para mi; para un; para una; para el; para
    la; para los; para nuestro; para nuestra; para él; para ella; para mí; sobre; hacia; hasta
    luego; según; desde; durante; bajo; ante; entre; sin problema; sin problemas; hijos; mamá;
    madre; papá; padre; padres; marido; mujer; esposo; esposa; pareja; hermano; hermana; abuelo;
    abuela; abuelita; nieto; nieta; sobrino; sobrina; tío; tía; primo; niño; niña; niños; bebé;
    bb; nena; nene; peque; pequeño; pequeña; chico; chica; muchacho; muchacha; joven; amigo;
    amiga; vecino; vecina; suegra; suegro; cuñada; cuñado; mayor; anciano; anciana; caballero;
    persona; cliente; clienta; pacientes; pte; pac; nuevo paciente; nueva paciente; paciente
    nuevo; paciente nueva; nuevos; primera vez; es nuevo; es nueva; nunca ha venido; viene por
    primera vez; no ha venido nunca; ya es paciente; paciente habitual; habitual; conocido;
    conocida; llamados; que se llama; se llaman; apellido; apellidos; apellidado; apellidada; de
    nombre; de apellido; nombre y apellidos; nombres; bajo el nombre; bajo el nombre de; el nombre
    es; su nombre es; mi nombre es; me llamo; a su nombre; a nombre; cita de; cita con; cita para
    el; cita para la; cita a; citas; citita; una citita; una cita con; una cita para; una cita de;
    hora con; hora para; turno para; turno con; turnos; un turno; un turno para; consulta con;
    consulta para; una consulta; una consulta con; visita con; visita para; una visita; espacio;
    espacios; sitio; sitios; lugar; plaza; rato; ratito; un rato; un ratito; un momento libre;
    disponibilidad; disponibles; libres; posibilidad; posibilidades; opción; opciones;
    oportunidad; fecha; fechas; horario; horarios; días; semana; semanas; mes; minutos; tiempo;
    momento; duración; dura; que dure; duraría; larga; largo; corta; corto; cortita; rápida;
    rapidita; rapidito; breve; sencilla; sencillo; normal; simple; rutina; de rutina; rutinario;
    rutinaria; anual; general; completo; completa; especial; extra; adicional; seguimiento; en
    ayunas; ayunas; malo; mala; enfermo; enferma; fiebre; dolor; dolores; le duele; con dolor; con
    dolores; preocupada; preocupado; mal; se encuentra mal; no se encuentra bien; dice; dice que;
    dijo; decía; comenta; comenta que; creo; cree; pienso; piensa; espero; espera que; sabe;
    saber; saber si; necesito saber si; ayuda; ayudar; ayúdame; ayudarme; favor; hágame el favor;
    haz el favor; me hace el favor; problema; asunto; tema; cosa; cosas; motivo; por motivo de;
    por un; por una; a causa de; seguro; aseguradora; privado; privada; mutua; derivado; derivada;
    remitido; remitida; volante; nuevamente; de nuevo; otra; una vez; luego; después; antes; ya;
    aún; todavía; aun; ahora; hoy por hoy; justo; justamente; exactamente; realmente; simplemente;
    básicamente; prácticamente; posiblemente; probablemente; igual; lo mismo; etc; con un; con
    una; con él; con ella; del todo; de un; de una; de los; de las; en un; en una; a un; a una; lo
    de; la de; el de; los de; que no; cual; sea cual sea; ambas; ambos; cada; todo; toda; todos;
    todas; todo el día; a lo largo del día; durante el día; de día
"""
