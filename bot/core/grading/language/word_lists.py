"""Word lists: function words, negators, relations, verbs, name-droppers."""

FUNCTION_WORDS = frozenset(
    """a an the of to in on at by for from with into onto as is are was were be been being am do does did
    have has had having it its itself this that these those there here he she they them their his her you your
    we our us i me my and or but if then than so such also very too just only own same some any each every all
    both more most other another which who whom whose what when where why how can could will would shall should
    may might must about over under again further once because while during before after above below between
    through up down out off per via within upon not no nor never without until since although though however
    therefore thus hence whether either neither yet still even much many few less least like let's let get gets
    don't doesn't isn't aren't can't won't it's that's you're we're they're i'm i'd i've you'd we'd
    one ones way ways thing things lot bit etc eg ie e.g i.e""".split()
)

NEGATORS = frozenset(
    """not no never none nothing neither nor cannot cant can't won't wont don't dont doesn't doesnt isn't isnt
    aren't arent wasn't wasnt weren't didn't didnt wouldn't shouldn't couldn't hasn't haven't hadn't
    nobody nowhere hardly""".split()
)

AFTER_NO_DENIAL = frozenset(
    "only just merely simply necessarily least surprisingly matter doubt wonder problem surprise later".split()
)
"""A negator followed by one of these denies nothing: "not only", "no matter"."""

CONTRAST = frozenset("but while whereas although though however because so unless since yet instead whereby".split())
"""Words that open a new clause; what was denied before them is not denied after them."""

STEPPING = frozenset("i'd i'll we'd we'll then first let let's".split())
"""Words that open a new clause behind a pause, though what stands before it has no verb: "No idea, I'd look …"."""

RELATIONS = frozenset(
    """is are was were be has have had having does do did can could will would should must may to for from by per
    over across between within inside outside into than because when if so then while before after via through
    with without until since under during against onto upon as not no never vs versus equals instead only every
    each once that which whereas although but where bound it they you we i its their this these those""".split()
)
"""Words that tie one idea to another; prose is full of them, a list of terms is not."""

REASONS = frozenset("because since so therefore hence thus although but whereas".split())
"""Words that draw a relation of one's own, though all the others are those of the question."""

COMPARATIVES = frozenset(
    """less more fewer higher lower faster slower bigger smaller larger better worse cheaper longer shorter
    high low fast slow big small large good bad cheap""".split()
)

NOUN_LIKE = frozenset(
    """batch bound buffer bundle cache call cap cause change check checkpoint cost cover crash cut deal drain drop
    exchange feed flow force fragment gate hang help hit idle launch limit live load look loss map match mean
    measure move need offload offset own pack partition pass pause pay pin place point prefill process push
    queue range reach rebuild release reserve resume retry return reuse roll route run sample scale set shape
    shard share shift skip slow speed split stage stall start stop store stream swap switch sync throttle tune
    touch trace track train transfer trust turn use want waste watch win work alert benchmark drill hash log page
    plan plot profile review revert sweep tag test version""".split()
)
"""Verbs that are just as often nouns, so that they do not tell prose from a list."""

VERBS = frozenset(
    """add admit afford aim allocate allow apply ask assign average avoid batch begin block bound bring buffer
    build bundle cache call cap carry cause change check checkpoint choose combine come communicate compare
    compute configure connect consume contain copy cost cover crash cut deal decode decrease degrade depend
    describe detect die divide drain drop eat emit enable enter evict exceed exchange exist expect expose fail
    fall feed fetch fill find finish fit fix flow follow force fragment free gather generate give go grow
    guarantee handle hang happen hide hit hold idle improve increase isolate join keep kill know launch leave
    let limit live load look lose lower make manage map match mean measure migrate miss move need offer
    offload overlap own pack partition pass pause pay pin place point preempt prefer prefetch prefill process
    produce propose protect provide pull push put queue quantize raise ramp reach read rebuild receive
    recompute reduce refill reject release remain remove replace replicate require requeue reserve reside
    restart restore resume retain retry return reuse roll route run sample saturate save scale scatter
    schedule see send separate serve set shape shard share shift show shrink sit skip slow speed spend spill
    split stage stall start stay stop store stream suffer swap switch sync synchronize take talk tell throttle
    throw tolerate touch trace track train transfer try tune turn use utilize verify wait want warm waste
    watch win work write alert benchmark bisect broadcast cordon deploy diff drill escalate flush hash log merge
    monitor notify page plan plot profile promote prune reboot rehearse rerun reseat reset retrain revert review
    rotate sweep tag taint test validate version warn""".split()
)
"""Plain verbs of this trade, by their base form; compared by stem."""

FALLING = frozenset("decrease reduce shrink divide lower diminish drop fall lessen decline smaller shorter".split())
RISING = frozenset("increase grow rise raise enlarge higher larger".split())

NAME_DROPPING = frozenset(
    """know knows knowing familiar experience experienced expertise worked leverage leveraging
    skilled proficient knowledge keywords topics concepts terms mention
    buzzwords""".split()
)
"""Predicates that govern a list without saying anything about its members."""

COMMON_WORDS = frozenset(
    """about above actual added after again allow alone along already always among another answer around asked
    basic based because become before began begin being below better between board bring build built called
    cannot cause chance change check choice clear close common could count course depend doing double during
    early either enough entire equal error every exact example exist extra faster field final first found
    front general given going great group hands happen harder having heavy hence higher huge human idea
    inside instead issue itself kind known large largely larger later least leave level likely limit little
    local longer lower major making many matter maybe means might mixed money month moral multiple name near
    nearly needs never normal nothing number often older order other others otherwise overall paper part
    people perhaps piece place plain point possible power press pretty price probably problem proper quick
    quiet quite raise range rather reach ready really reason right rough round seems sense serve seven several
    share shared sharing should simple since slight slower small smaller solid some sound space spend split
    stage stand start state stay still store story strict strong stuff style sudden table taken tends terms
    thank their there these thing things think those though three through times today together total touch
    towards tried trust twice under unless until upper using usual usually value various wants waste watch
    where whether which while whole whose within without words world worth would write wrong years""".split()
)
"""Everyday words of five letters and more: never taken for a misspelt term ("still" is not "stall")."""
