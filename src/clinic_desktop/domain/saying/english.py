"""English: its words, and how days and times are said in a line that books."""

from clinic_desktop.domain.saying.english_talk import TALK
from clinic_desktop.domain.saying.words import Words

_PATTERNS = """
soonest: next; [the] next [(free|available|open|possible|earliest)]
    [(slot|appointment|time|one|opening)]; [the] (first|earliest|soonest)
    [(free|available|possible|open)] [(slot|appointment|time|one|opening)]; asap; as soon as
    (possible|you can|we can); soonest; urgent; urgently; quickly; right away; straight away;
    immediately; whenever is soonest; as early as possible; emergency; [the]
    (first|earliest|soonest|next)
    (available|availability|opening|gap|space|spot|cancellation|vacancy|one|time) [you (have|have
    got|'ve got|got|can do|can find)]; [the] (first|earliest|soonest|next)
    [(slot|appointment|time|one|opening)] (you have|you have got|you've got|you got|you can
    do|there is|we have|we've got|possible|available); (quick|fast|soon) as (possible|you can|we
    can); as quickly as (possible|you can); as soon as (you're able|available|there is
    anything|there's anything|you have something); at the earliest; at your earliest; [the]
    (first|earliest|soonest|next) thing (you have|you've got|available|going|you got); earliest;
    soon; pretty soon; fairly urgently; rather urgently; quite urgent; quickest; right now; the
    sooner the better; sooner the better; first come; at your earliest convenience; first chance;
    next chance; next in line
at: at [about] {hour} [sharp]; {hour} sharp; {hour} on the dot; at exactly {hour}; [at] {hour}
    o'clock; for {hour} (sharp|o'clock); (say|about) {time}; {hour} o'clock sharp; at {time} on
    the dot
around: (around|about|roughly|circa|approximately|approx|near) {hour}; {hour} ish; (somewhere
    around|sometime around|some time around|at around|at about|at roughly|round about|close to|say
    around|like|or around|maybe around) {hour} [o'clock]; {time} (or so|ish|or
    thereabouts|roughly|approximately)
after: (after|past|from|starting|starting at|starting from|later than|not before|no earlier
    than|not earlier than|earliest) {hour} [(on|onwards|onward|or later|or after)]; {hour} (or
    later|onwards|or after|at the earliest); (any time after|anytime after|any time from|anytime
    from|sometime after|some time after|as of|only after|only from|at the earliest at|at the
    earliest|no sooner than|not until|not till|from about|from around|can't do before|can't come
    before|not earlier than) {hour} [(o'clock|onwards|on|or later)]; {hour} (and later|and
    after|or any time after|earliest|and onwards|at the soonest)
before: (before|until|till|by|up to|earlier than|no later than|not later than|not after|latest)
    {hour} [at the latest]; {hour} (or earlier|or before|at the latest); (any time before|anytime
    before|sometime before|only before|ahead of|must be before|has to be before|at the latest
    at|at the latest|any time until|anytime until|up until|not past) {hour} [o'clock]; {hour}
    (latest|and earlier|tops|at the very latest)
between: (between|from) {hour} (and|to|till|until) {hour}; {hour} (to|till|until) {hour}; (any
    time between|anytime between|sometime between|somewhere between|any time from|anytime
    from|between about) {hour} (and|to|till|until) {hour}; {hour} (through|thru) {hour}
part morning: [in] [the] (morning|mornings|forenoon|am) [only]; [(on|in|of|during)]
    [(a|the|any|only|some|one)] (morning|mornings|forenoon|a.m) [(only|please|if possible)];
    during the morning; morning time; before midday; anytime in the morning; any time in the
    morning; in the am
part early_morning: [in] [the] early [in] [the] (morning|mornings); first thing [in the morning];
    early; [very] [(early|bright and early)] in the morning; bright and early; first thing in the
    (am|morning); early am; [at] [the] (start|beginning) of the day; at opening; when you open;
    first slot in the morning; first slot of the day; [the] first appointment of the day; earliest
    in the day; early in the day; early doors; very early; real early
part late_morning: [in] [the] late (morning|mornings); late in the morning; late am; mid morning;
    midmorning; [the] end of the morning
part midday: [at] [(the|around|over)] (midday|lunchtime|lunch time|lunch) [(time|only)];
    [(at|around|over|during|in)] [(the|her|his|their)] (lunch hour|lunch
    break|lunchtime|noontime|midday|lunch|noon hour); around (noon|lunch|lunchtime|midday); in the
    middle of the day; middle of the day
part afternoon: [in] [the] (afternoon|afternoons|pm|arvo) [only]; [(on|in|of|during)]
    [(a|the|any|only|some|one)] (afternoon|afternoons|p.m) [(only|please|if possible)]; during the
    afternoon; in the pm; anytime in the afternoon; any time in the afternoon
part early_afternoon: [in] [the] early [in] [the] (afternoon|afternoons); early in the afternoon;
    early pm; right after lunch; straight after lunch; just after lunch
part late_afternoon: [in] [the] late [in] [the] (afternoon|afternoons); late in the afternoon;
    late pm; [(at|by|towards)] [the] end of (the|her|his) (day|afternoon); late in the day; late;
    end of day; [the] last (slot|appointment|thing) [of the day]; last thing; mid to late
    afternoon
part evening: [in] [the] [late] (evening|evenings|night) [only]; [at] night; [(on|in|during|only)]
    [(a|the|any|some|early)] (evening|evenings|night|nights) [only]; in the early evening; early
    evening
part after_lunch: after lunch; after the lunch break; after noon; any time after lunch; anytime
    after lunch
part after_work: (after|following) (work|office hours); (after|when|once) (she|he|they) (finishes
    work|finishes|gets off work|gets off|is off work|finish work); after (her|his|their|my)
    (work|shift|job|office|office hours)
part after_school: after (school|class|classes); (after|once) (she|he|the kid|kid) (finishes
    school|gets out of school|is out of school); when school's out; after
    (preschool|kindergarten|nursery)
part before_lunch: before (lunch|noon|midday); before (her lunch|his lunch|lunchtime|lunch time)
part before_work: before (work|school); before (her|his|my) work; before she starts work; before
    he starts work; before (office hours|class|classes)
noon: [at] noon; [at] (12 noon|twelve noon|noon)
today: today; later today; this very day; today (please|if possible); for today
part+ today morning: this morning; today in the morning; later this morning; today am
part+ today afternoon: this afternoon; today in the afternoon; later this afternoon; today pm;
    (later|late) this afternoon
part+ today evening: tonight; this evening; today in the evening; later tonight
in days 1: tomorrow; tmrw; tomorow; tommorow; tmr; tomorrow's; 2moro; tomorrow please
in days 2: [the] day after tomorrow; overmorrow
from in days: after {n} (day|days); (in|after) {n} (day|days) [time] (or later|at the earliest|or
    after|onwards|or more); not (before|for) {n} days; no sooner than {n} days; {n} days at the
    earliest; earliest in {n} days; at least {n} days from now; in (about|around|roughly) {n} days
from in weeks: (in|after) [about] {n} (week|weeks|wk|wks) [time]; {n} weeks [from] (now|today);
    (in|after) (roughly|around|approximately|at least) {n} (week|weeks); {n} (week|weeks)
    (hence|out); not for {n} weeks; no sooner than {n} weeks; at least {n} weeks [(from now|out)];
    earliest in {n} (week|weeks); {n} weeks time
from in weeks 2: in a fortnight; [a] fortnight [from] now; in a couple of weeks; in (a couple
    of|couple of|a couple) weeks [time]; (a couple of|two|couple of) weeks from now; [in] a couple
    of weeks' time; in a fortnight's time; [a] fortnight from today; a fortnight's time
from in months: (in|after) {n} (month|months) [time]; [in] {n} months from now; (in|after)
    (about|around) {n} (month|months); {n} (month|months) (from now|hence|out); in {n} months time
weekday in weeks: [on] {weekday} in {n} (week|weeks); in {n} (week|weeks) [(on|,)] {weekday}; {n}
    weeks [(from|on)] {weekday}
weekday in weeks 1: [(on|a)] {weekday} week; a week on {weekday}; a week from {weekday}; [in] a
    week [(from|on|this|next)] {weekday}; [on] [the] {weekday} after next; a week [come] {weekday}
week 0: [sometime] [(in|during)] this week; [sometime] within this week; [sometime]
    [(later|still|for)] this week; before the week is out; (any|some) (day|time) this week; the
    rest of this week; any time this week; anytime this week
week 1: [sometime] [(in|during)] [the] (next|following|coming) week; [sometime] [(for|any
    time|anytime|some time|any day|some day)] [(in|during|within)] [the] (next|following|coming)
    week; next wk; the week ahead; the week after this [one]; for next week
week 2: [in] the week after next; [(in|for|during)] [the] (week after next|week after
    that|following week after next); [in] the week following next; not next week but the one
    after; not next week but the week after; the week after the next; in the next but one week
month 0: [(in|during)] this month; [(any time|anytime|sometime|some time|still)]
    [(in|during|within)] this month; before the month is out
month 1: [(in|during)] next month; [(any time|anytime|sometime|some time)] [(in|during|for)] [the]
    (next|coming|following) month
week number: [in] [calendar] (week|wk|cw) {n}; [(in|for|during)] [(calendar|the)] (week|wk|cw)
    [(number|no|no.)] {n}; kw {n}
week of: [in] [the] week (of|beginning|commencing|starting) [the] {date};
    [(in|for|during|sometime|some time|any time|anytime)] [(in|during)] [the] (week|wk)
    (of|beginning|commencing|starting|from|that begins|that starts) [on] [the] ({date}|{nth}); w/c
    [the] ({date}|{nth}); wc [the] ({date}|{nth}); [the] week with the ({date}|{nth}) [in it];
    that week of [the] {date}
month: [sometime] (in|during|this|next) {month}; [(sometime|some time|any time|anytime|any
    day|some day|for|late on|at some point)] (in|during|for|within|this) {month}
third 0: [(in|at|by)] [the] (beginning|start|early part) of {month}; [in] early {month};
    [(in|at|by|towards|around|for)] [the] (beginning|start|early part|first third|first days|first
    part) (of|in) {month}; early [(in|on in)] {month}; [(in|at|around|for)] early {month}
third 1: [in] [the] (middle of|mid) {month}; [(in|around|about|by|towards|for)] [the] (middle
    of|mid|middle) {month}; mid- {month}; the middle part of {month}; [(in|around)] the middle of
    (the|this) month; mid month; midmonth; mid this month
third 2: [(in|at|by|towards)] [the] end of {month}; [in] late {month}
third 2: [(in|at|by|towards)] [the] end of the month; [(in|at|by|towards|around|for)] [the]
    (end|tail end|back end|latter part|last part) (of|in) {month}; late [(in|on in)] {month};
    [(in|for)] late {month}; [(in|for)] end {month}; [(in|at|by|towards|around|for)] [the] (end of
    the month|month's end|month end|end of this month|end of month); late this month; later this
    month
from month: (from|starting|starting in|not before|after|earliest|no earlier than) {month}
    [(on|onwards)]; (any time from|anytime from|any time after|not until|not till|only from|no
    sooner than|from sometime in|once it's|beginning) {month} [(on|onwards|or later)]; {month} (or
    later|onwards|at the earliest|or after)
from: (from|starting|starting on|starting from|not before|no earlier than|not earlier than|as
    of|as from|earliest|on or after|any time from) [the] {day} [(on|onwards|onward|or later|at the
    earliest)]; {date} (or later|onwards|at the earliest); (from|starting|starting on|not
    before|no earlier than|no sooner than|not until|not till|only from|any time from|anytime
    from|any day from|any time on or after|anytime on or after|on or after|at the earliest|at the
    earliest on|at the earliest from|beginning|beginning on|effective|as early as|can't do
    before|can't come before|can't make it before|isn't available until|is away until|is away
    till|away until|away till|on holiday until|on vacation until|back on|back from) [the] {day}
    [(on|onwards|onward|or later|at the earliest|at the soonest)]; {day} (or
    later|onwards|onward|and later|at the earliest|at the very earliest|at the soonest|or after|or
    thereafter|and after|on out)
after day: (after|later than) [the] {day}; (any time after|anytime after|any day after|sometime
    after|some time after|only after|past) [the] {day}
until: (by|until|till|up to|no later than|not later than|not after|latest|on or before|at the
    latest) [the] {day} [(latest|at the latest)]; {day} at the latest; {date} or earlier;
    (by|until|till|up to|no later than|not later than|latest by|by latest|by the latest|up
    until|through|thru|not past|at the latest by|at latest|has to be by|must be by|needs to be
    by|on or before|any time until|anytime until|any time up to|any day until|before or on) [the]
    {day} [(latest|at the latest|at the very latest)]; {day} (at the latest|latest|at the very
    latest|at latest|or sooner|or earlier|or before)
before day: before {month}; (before|earlier than) [the] {day}; (any time before|anytime before|any
    day before|sometime before|some time before|ahead of|only before|must be before|has to be
    before|prior to) [the] {day}; (ahead of|prior to) {month}
from until: (between|from) [the] {date} (and|to|till|until) [the] {date}; (any time
    between|anytime between|sometime between|some time between|any day between|somewhere
    between|between|from) [the] ({date}|{nth}) (and|to|till|until|through|thru) [the] {date};
    {date} (to|till|until|through|thru) {date}
on: [on] [the] {date}; on [the] {nth}; the {nth}; [(on|for|it's on|it's for)] [the] {date};
    (on|for) the {nth} [of this month]
within days 1: today or tomorrow
week or next: this week or [the] (next|next week|next one|following|following week); this or next
    week
this weekday: [on] (this|this coming|the coming|coming) {weekday}; [(on|for)] (this|this
    coming|the coming|coming|this very|that) {weekday} [coming]; {weekday} (this week|of this
    week|coming)
next weekday: [on] [the] next {weekday}; [(on|for)] [the] (next|next available|next free|first
    available|first free|soonest|earliest) {weekday} [(available|you have|you've got|possible)]
days between: between {weekday} and {weekday}
days: [only] [(on|any|a|some|either|prefers|preferably|from)] {weekdays} [only]; [only]
    [(on|any|a|some|either|prefers|preferably|from|for|ideally|always|every now and then|only
    on|any of|is it|how about|what about|say|maybe)] [(a|the|any)] {weekdays} [(only|is best|is
    better|ideally|preferably|preferred|would be best|would be good|would be great|would
    suit|suits best|works best|works|if possible|would work)]
except: neither {weekdays} nor {weekdays}; [(any day|only|anytime|any time)] (but|but
    not|except|except on|except for|excluding|not|not on|never|never on|no|apart from|can't
    do|cannot do|other than) {weekdays}; [(any|every) day|any time|anytime|all
    days|always|whenever] (but|but not|except|except on|except for|excluding|other than|apart
    from|bar|save|aside from|besides|barring) [(on|a|for)] {weekdays}; (not|can't come|can't
    make|can't make it|can't do|cannot come|cannot make|won't do|doesn't work|never works|never
    does|no good|isn't free|is not free|not free|not available|unavailable|isn't
    available|busy|works|is working|away) [on] [(a|any)] {weekdays}; (just not|only not|please
    not|preferably not|definitely not|rather not|but never|avoid|avoiding|but no) [on] [(a|any)]
    {weekdays}; {weekdays} (don't work|doesn't work|is no good|are no good|is out|are out|won't
    work|not possible)
workdays: [(on|only)] [any] (weekday|weekdays|workday|workdays|working day|working days) [only];
    [(on|only|during|any|some)] [(a|any|the)] (weekday|weekdays|workday|workdays|working
    day|working days|work day|work days|business day|business days) [only]; [on] (monday to
    friday|mon to fri); during the week
weekend: [(on|at|over|this|only)] [(the|a|any)] (weekend|weekends); [(on|at|over|this|only|any)]
    [(the|a|any)] (weekend|weekends) [only]
half past: [at] half past {count}; [at] half {count}; [at] {count} thirty; half past {count}; half
    {count}; {count} thirty; {count} 30
quarter past: [at] [a] quarter (past|after) {count}; [at] {count} fifteen; [a] quarter
    (past|after) {count}; {count} fifteen
three quarters past: [at] {count} forty five; [at] {count} fortyfive; {count} forty five; {count}
    fortyfive; {count} forty-five
weekday nth at: [on] {weekday} [the] {nth} at {hour}
late week 0: [(at|by|towards)] [the] end of (the|this) week; later this week; late this week; end
    of week; before the weekend
late week 1: [(at|by|towards)] [the] end of next week; later next week; late next week; [(in|at)]
    [the] (second half|latter half|back end) of next week
quarter to: [at] [a] quarter (to|before|of) {count}; [a] quarter (to|before|of|till|til) {count}
part+ tomorrow morning: tomorrow am
part+ tomorrow afternoon: tomorrow pm
part+ tomorrow evening: tomorrow night
in days: in {n} (day|days) [time]; {n} days (from now|from today|hence)
from in weeks 1: in a week's time; in a week or so
from in months 1: in a month's time
in days 8: tomorrow week; [a] week (from|on) tomorrow; a week tomorrow
in days 15: tomorrow fortnight; [a] fortnight (from|on) tomorrow; a fortnight tomorrow
in weeks 1: [a] week [from] today; today week; one week from today; a week today
in weeks 2: [a] fortnight today; two weeks today; two weeks from today; 2 weeks today
weekday in weeks 2: two weeks (on|from|this) {weekday}; [a] fortnight (on|from) {weekday};
    {weekday} fortnight
within days: (within|in|inside|over|during) [the] (next|coming|following) {n} days; within {n}
    (day|days); [(some time|sometime)] in the next {n} days; (inside|under) {n} days; in the next
    few days (not|or) {n}
within days 7: in the next seven days; within [(the next|a|the coming)] week; in the next week or
    so; in the course of the week
within weeks: (within|in|inside|over|during) [the] (next|coming|following) {n} (week|weeks);
    within {n} (week|weeks); (some time|sometime) in the next {n} weeks
within weeks 2: (within|in) [(the next|a|the coming)] (couple of weeks|fortnight); over the next
    couple of weeks; within the fortnight
within months: (within|in|over|during) [the] (next|coming|following) {n} (month|months); within
    {n} (month|months)
within months 1: within the [next] month; within a month; in the next month or so
early week 1: early [in] next week; [(at|in)] [the] (start|beginning) of next week; [the] first
    half of next week
early week 0: early [in] (this|the) week; [(at|in)] [the] (start|beginning) of (the|this) week
mid week 0: [the] middle of (the|this) week; midweek; mid week
mid week 1: [(in|at)] [the] middle of next week; mid next week; midweek next week; next week
    midweek
month week 1: [(in|during|for)] [the] (first|1st) week (of|in) {month}; {month}'s first week;
    first (7|seven) days of {month}
month week 2: [(in|during|for)] [the] (second|2nd) week (of|in) {month}
month week 3: [(in|during|for)] [the] (third|3rd) week (of|in) {month}
month week 4: [(in|during|for)] [the] (fourth|4th) week (of|in) {month}
month week 5: [(in|during|for)] [the] last week (of|in) {month}
next third 0: [(in|at|by|towards|around)] [the] (beginning|start) of next month; early [in] next
    month; first of next month
next third 1: [(in|around)] [the] middle of next month; mid next month
next third 2: [(in|at|by|towards)] [the] end of next month; late next month
weekday nth: [on] {weekday} the {nth}
minutes past: {several} [(minutes|mins|min)] past {count}
to: {several} (minutes|mins|min) to {count}
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
    ending="s",
    telling=(
        "on at around about from by in before after until till this next every between within "
        "to not no without except but unless during past since over through"
    ),
    particles="von van de der den del della di da du le la los las dos ten ter al bin el st mac",
    surnames=(
        "best good fine long free new early mark short little small love day old bright guy "
        "child cross rich sharp swift fix sort bond page place space wait rush kind quick "
        "dear power self hope sweet lovely nice perfect keen able lady boy noon major poor "
        "hurry sick line"
    ),
    next_="next this coming",
    also_names={
        "sun": True,
        "sunday": False,
        "friday": False,
        "monday": False,
    },
    patterns=_PATTERNS + TALK,
)
