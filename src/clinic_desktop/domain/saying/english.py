"""English: the words and turns of phrase of a line that books."""

from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: next; [the] next [(free|available|open|possible|earliest)]
    [(slot|appointment|time|one|opening)]; [the] (first|earliest|soonest)
    [(free|available|possible|open)] [(slot|appointment|time|one|opening)]; asap; as soon as
    (possible|you can|we can); soonest; urgent; urgently; quickly; right away; straight away;
    immediately; whenever is soonest; as early as possible; emergency
any doctor: [with] (any doctor|anyone|anybody|any|whoever|any of the doctors|whoever is
    free|whichever doctor|either doctor); doesn't matter (who|which doctor); no matter who
with: (with|w|to see|sees|see|seeing) {doctor}
at: at [about] {hour} [sharp]; {hour} sharp; {hour} on the dot; at exactly {hour}; [at] {hour}
    o'clock
around: (around|about|roughly|circa|approximately|approx|near) {hour}; {hour} ish
after: (after|past|from|starting|starting at|starting from|later than|not before|no earlier
    than|not earlier than|earliest) {hour} [(on|onwards|onward|or later|or after)]; {hour} (or
    later|onwards|or after|at the earliest)
before: (before|until|till|by|up to|earlier than|no later than|not later than|not after|latest)
    {hour} [at the latest]; {hour} (or earlier|or before|at the latest)
between: (between|from) {hour} (and|to|till|until) {hour}; {hour} (to|till|until) {hour}
part morning: [in] [the] (morning|mornings|forenoon|am) [only]
part early_morning: [in] [the] early [in] [the] (morning|mornings); first thing [in the
    morning]; early
part late_morning: [in] [the] late (morning|mornings)
part midday: [at] [(the|around|over)] (midday|lunchtime|lunch time|lunch) [(time|only)]
part afternoon: [in] [the] (afternoon|afternoons|pm|arvo) [only]
part early_afternoon: [in] [the] early [in] [the] (afternoon|afternoons)
part late_afternoon: [in] [the] late [in] [the] (afternoon|afternoons)
part evening: [in] [the] [late] (evening|evenings|night) [only]; [at] night
part after_lunch: after lunch; after the lunch break; after noon
part after_work: (after|following) (work|office hours)
part after_school: after (school|class|classes)
part before_lunch: before (lunch|noon|midday)
part before_work: before (work|school)
noon: [at] noon
today: today; later today; this very day
part+ today morning: this morning
part+ today afternoon: this afternoon
part+ today evening: tonight; this evening
in days 1: tomorrow; tmrw; tomorow; tommorow; tmr
in days 2: [the] day after tomorrow; overmorrow
from in days: (in|after) {n} (day|days) [time]; [in] {n} days from (now|today)
from in weeks: (in|after) [about] {n} (week|weeks|wk|wks) [time]; {n} weeks [from] (now|today)
from in weeks 2: in a fortnight; [a] fortnight [from] now; in a couple of weeks
from in months: (in|after) {n} (month|months) [time]; [in] {n} months from now
weekday in weeks: [on] {weekday} in {n} (week|weeks); in {n} (week|weeks) [(on|,)] {weekday};
    {n} weeks [(from|on)] {weekday}
weekday in weeks 1: [(on|a)] {weekday} week; a week on {weekday}; a week from {weekday}
week 0: [sometime] [(in|during)] this week; [sometime] within this week
week 1: [sometime] [(in|during)] [the] (next|following|coming) week
week 2: [in] the week after next
month 0: [(in|during)] this month
month 1: [(in|during)] next month
week number: [in] [calendar] (week|wk|cw) {n}
week of: [in] [the] week (of|beginning|commencing|starting) [the] {date}
month: [sometime] (in|during|this|next) {month}
third 0: [(in|at|by)] [the] (beginning|start|early part) of {month}; [in] early {month}
third 1: [in] [the] (middle of|mid) {month}
third 2: [(in|at|by|towards)] [the] end of {month}; [in] late {month}
third 2: [(in|at|by|towards)] [the] end of the month
from month: (from|starting|starting in|not before|after|earliest|no earlier than) {month}
    [(on|onwards)]
from: (from|starting|starting on|starting from|not before|no earlier than|not earlier than|as
    of|as from|earliest|on or after|any time from) [the] {day} [(on|onwards|onward|or later|at
    the earliest)]; {date} (or later|onwards|at the earliest)
after day: (after|later than) [the] {day}
until: (by|until|till|up to|no later than|not later than|not after|latest|on or before|at the
    latest) [the] {day} [(latest|at the latest)]; {day} at the latest; {date} or earlier
before day: before {month}; (before|earlier than) [the] {day}
from until: (between|from) [the] {date} (and|to|till|until) [the] {date}
on: [on] [the] {date}; on [the] {nth}; the {nth}
this weekday: [on] (this|this coming|the coming|coming) {weekday}
next weekday: [on] [the] next {weekday}
days between: between {weekday} and {weekday}
days: [only] [(on|any|a|some|either|prefers|preferably|from)] {weekdays} [only]
except: neither {weekdays} nor {weekdays}; [(any day|only|anytime|any time)] (but|but
    not|except|except on|except for|excluding|not|not on|never|never on|no|apart from|can't
    do|cannot do|other than) {weekdays}
workdays: [(on|only)] [any] (weekday|weekdays|workday|workdays|working day|working days) [only]
weekend: [(on|at|over|this|only)] [(the|a|any)] (weekend|weekends)
minutes: [for] {n} (minute|minutes|min|mins|m|minutes long) [(long|slot|appointment|visit)]
hours: [for] {n} (hour|hours|hr|hrs) [long]
length 30: [for] (half an hour|a half hour|half hour|half an hr|half hr)
length 15: [for] [a] quarter [of] [an] hour; a quarter of an hour
length 45: [for] three quarters of an hour; three quarter hour
length 60: [for] [an] hour
length 90: [for] (an hour and a half|one and a half hours|hour and a half)
half past: [at] half past {count}; [at] half {count}; [at] {count} thirty
quarter past: [at] [a] quarter (past|after) {count}; [at] {count} fifteen
three quarters past: [at] {count} forty five; [at] {count} fortyfive
weekday nth at: [on] {weekday} [the] {nth} at {hour}
vague: [the] (same|usual) (time|day|slot) [as (last time|always|before|usual)];
    (before|after|around|over|at) (christmas|easter|new year|thanksgiving|the holidays);
    (like|as) (last time|always|usual)
late week 0: [(at|by|towards)] [the] end of (the|this) week; later this week; late this week
late week 1: [(at|by|towards)] [the] end of next week; later next week; late next week
quarter to: [at] [a] quarter (to|before|of) {count}
tel: [her] [his] (tel|tel.|phone|telephone|mobile|cell|number|phone number|ph) [number] [is]
    {number}; (reach|call|ring) [(her|him|them|me)] (on|at) {number}
born: (born|born on|born in|dob|d.o.b|birth date|birthdate|date of birth|birthday) [is] [the]
    {birth}
series: {several} x; {several} times; weekly; biweekly; fortnightly; monthly; daily; every
    [other] (week|month|day|fortnight); every {several} (weeks|months|days); every {weekdays};
    each week; each {weekdays}; once a week; twice a week; {several} visits; {several} sessions;
    {several} appointments; a series of; series
action: cancel; cancels; cancelling; cancelled; move; moves; moving; reschedule; rescheduling;
    postpone; swap; delete; change; undo; call off; calls off; push back; bring forward
not: not; no; without; never; neither; nor; don't; doesn't want; does not want; anyone but;
    anybody but; except; excluding; unless; rather not; other than
filler: please; pls; plz; thanks; thank you; hello; hi; book; books; booking; schedule;
    appointment; appt; apt; appointment for; slot; slots; visit; see; for; with; needs; need;
    wants; want; would like; 'd like; would love; wishes; to; come; comes; coming; in; get;
    give; find; make; put; fit; squeeze; me; us; her; him; them; she; he; they; i; we; it; has;
    have; is; are; can; can you; could; could you; do; does; if; if you can; if possible; if we
    can; if you could; if that works; if that's possible; ideally; preferably; prefers; prefer;
    best; better; works; work; something; anything; some; time; a; an; the; this; that; at; on;
    of; and; or; only; also; again; any day; any time; anytime; whenever; free; available;
    patient; new; caller; called; named; name is; the name is; just; maybe; perhaps; possibly;
    around; about; then; there; from; his; my; please find; set up; looking; good; fine; ok;
    okay; in the; by; pencil; down; up; long; who; when
"""

WORDS = Words(
    code="en",
    weekdays=(
        "monday mondays mon",
        "tuesday tuesdays tue tues",
        "wednesday wednesdays wed weds",
        "thursday thursdays thu thur thurs",
        "friday fridays fri",
        "saturday saturdays sat",
        "sunday sundays sun",
    ),
    months=(
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sep sept",
        "october oct",
        "november nov",
        "december dec",
    ),
    numbers=(
        "one a an",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ),
    or_="or",
    and_="and &",
    to="to through till until",
    of="of",
    doctor="dr doctor drs prof professor",
    patient="mr mrs ms miss mister master madam",
    particles="von van de der den del della di da du le la los las dos ten ter al bin el st mac",
    surnames="best good fine long free new early mark",
    also_names={
        "sun": True,
        "sunday": False,
        "friday": False,
        "monday": False,
    },
    patterns=_PATTERNS,
)
