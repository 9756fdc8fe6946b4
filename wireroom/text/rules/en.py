"""Reading copy in English.

Entries are regular expressions in small letters; a blank stands for any white space, and every entry is looked for as
whole words, whatever its case.
"""

from collections.abc import Mapping
from typing import Any

# fmt: off
RULES: Mapping[str, Any] = {
    "code": "en",
    # Words by which copy says that it does not know.
    "hedges": {
        "phrases": [
            "reportedly", "allegedly", "purportedly", "supposedly", "apparently", "seemingly", "presumably",
            "possibly",
            "probably", "perhaps", "ostensibly",
            "unconfirmed", "unverified", "uncorroborated", "unsubstantiated",
            "alleged", "purported", "suspected", "(rumored|rumoured)", "apparent", "presumed",
            "(rumor|rumors|rumour|rumours)", "hearsay", "conflicting reports", "conflicting accounts",
            "(appear|appears|appeared|appearing|seem|seems|seemed|seeming) to",
            "it (appears|appeared|seems|seemed)( that)?", "(appears|appeared|seems|seemed) as (if|though)",
            "what (look|looks|looked) like", "what (appears|appear|appeared|seems|seem|seemed) to be",
            "(is|are|was|were) (widely |now )?(believed|thought|feared|understood|rumou?red|assumed|said|alleged|presumed) to( have| be)?",
            "(is|are|was|were) reported to (have|be)",
            "(was|were|is|are|been) (reported|reportedly) (killed|dead|injured|wounded|missing|hurt|detained|arrested|trapped)",
            "(believed|thought|feared|said|reported|alleged|rumored|rumoured|presumed) to (be|have)",
            "(feared|believed|presumed) (dead|drowned|trapped|killed|lost)",
            "(may|might|could) (already |also |well )?have (?!(to|their|a|an|the|its|his|her|no|any|more|some|our|your|my)\\b)\\w+",
            "(initial|early|preliminary|first|some|local|media|multiple|several) reports", "social media reports",
            "(early|initial|preliminary|first) (indications|findings|information|results|estimates)",
            "reports (of|that|on social media|suggest|suggested|say|said|spoke)",
            "there (are|were|have been) reports",
            "(claiming|claims|claimed|purporting|purports|purported|said|appearing) to (show|depict)",
            "(could|can|has|have|had|did) not( yet| immediately| so far| independently)*( be| been)?( immediately| independently)* (verif(y|ied)|confirm(ed)?|corroborated?|authenticated?|established?)",
            "(couldn't|can't|hasn't|haven't|hadn't|didn't)( yet| immediately| so far| independently)*( be| been)?( immediately| independently)* (verif(y|ied)|confirm(ed)?|corroborated?|authenticated?|established?)",
            "cannot( yet| immediately| independently)*( be)?( immediately| independently)* (verif(y|ied)|confirm(ed)?|corroborated?|authenticated?)",
            "(was|were|is|are) not( yet| immediately| independently)+ (possible to (verify|confirm)|verified|confirmed|known|clear)",
            "not( yet)?( been)? (independently|officially|formally) (verified|confirmed|corroborated)",
            "(able|unable) to( independently| immediately)* (verify|confirm)",
            "(no|without) (official|independent|immediate) (confirmation|verification)",
            "no (immediate )?confirmation", "yet to (be )?(confirm(ed)?|verif(y|ied)|identified)",
            "(was|is|are|were|remain|remains|remained) (not( immediately| yet)? (clear|known)|unclear|unknown|uncertain)",
            "if (confirmed|true|verified)", "awaiting confirmation", "pending confirmation", "so[- ]called witnesses",
            "no way (of|to) (verify|verifying|confirm|confirming)", "not independently verified",
            "unclear (how|what|who|whether|why|if)",
            "as many as", "an estimated",
            "it is (believed|thought|feared|understood|alleged|claimed|rumou?red)( that)?",
            "not (immediately|yet) (clear|known|confirmed|verified)",
        ],
        # After these words, or before those, the same words hedge nothing.
        "not_after": [
            "you", "cannot", "can't", "couldn't", "no", "without any", "denied", "dismissed", "prime", "murder",
        ],
        "not_before": ["in court", "before the (judge|court)"],
    },
    "attribution": {
        "subject_first": False,
        "verb_first": False,
        "joining": ["and"],
        # Words that make whatever stands before them a source, and the endings that this gives it.
        "postpositions": [],
        "endings": "",
        # Words that bring in a source to their right.
        "openers": [
            "according to", "per", "citing", "quoting", "as reported by", "as quoted by", "as cited by",
            "in the words of", "as told to",
            "reported by", "confirmed by", "quoted by", "announced by", "released by", "based on information from",
            "in a statement (from|by)", "a statement (from|by)", "told by", "as announced by", "on the authority of",
        ],
        # Of these, those that also bring in something that is no source.
        "passive_openers": ["per", "(reported|confirmed|quoted|announced|released|told) by"],
        # What stands after an opener and is no source.
        "not_sources": [
            "plan", "plans", "schedule", "rules", "law", "tradition", "custom", "needs?", "size", "age", "taste",
            "type", "season",
            "calendar", "timetable", "script", "recipe", "instructions", "protocol", "merit", "weight", "height",
            "preference",
            "which", "whether", "how", "what", "mood", "weather", "price", "colou?r", "principle", "values?",
            "circumstances", "reasons?",
            "concerns?", "fears?", "costs?", "lack", "health grounds", "security grounds", "grounds",
        ],
        # Verbs that make whatever stands before them a source.
        "said": ["said", "says", "say", "told", "tells"],
        # Verbs that do so for persons and organisations only.
        "reporting": [
            "reported", "reports", "confirmed", "confirms", "announced", "announces", "claimed", "claims", "added",
            "adds", "warned", "warns",
            "denied", "denies", "insisted", "insists", "alleged", "alleges", "stated", "noted", "wrote", "writes",
            "tweeted",
            "cited", "cites", "declared", "declares", "acknowledged", "acknowledges", "admitted", "admits",
            "estimated", "estimates", "testified", "testifies", "explained",
            "explains", "maintained", "conceded", "concedes", "disclosed", "revealed", "reveals", "stressed",
            "cautioned", "argued", "argues",
            "informed", "recounted", "recalled", "asserted", "asserts", "contended", "remarked", "replied", "showed",
            "shows",
            "confirm", "warn", "claim", "estimate", "believe", "believes", "understands", "suggested", "suggests",
            "put", "puts",
            "concluded", "concludes", "predicted", "predicts", "vowed", "pledged", "promised", "urged", "quoted",
            "learned", "learnt", "recorded", "registered", "clarified", "reiterated",
            "deny", "announce", "complained", "complain", "allege", "report"],
        # These may also be nouns: after a plural or a genitive, or before these words, they are.
        "maybe_nouns": ["reports", "claims", "estimates", "shows"],
        "noun_before": [
            "of", "about", "were", "was", "are", "is", "have", "had", "from", "by", "against", "and", "in", "for",
            "on", "could", "may", "will", "as",
        ],
        # After these verbs these words make another meaning.
        "not_saying": [
            "(claim|claims|claimed) (the life|the lives|responsibility|victory|asylum|benefits|compensation|a record|gold|silver|bronze|(\\w+ )?lives)",
            "(put|puts) (out|up|in|down|on|off|forward|back|together|under|an end|pressure|a stop|into|aside)",
            "(add|adds|added) (to|a|an|another|more|two|three|four|five|its|his|her|their|new|extra|\\d+)",
            "(report|reports|reported) (to|for|on|((a|an|its|record|net|gross|higher|lower|strong|weak|annual|quarterly|first|half-year|pre-tax|better) )*(profits?|sales|earnings|revenues?|loss|losses|rise|fall|drop|gain|surplus|deficit|results?|figures))",
            "(show|shows|showed) (up|off|no sign|no signs|signs|interest|respect|little|solidarity|support|him|her|them)",
            "(post|posts) (profits?|a profit|a loss|losses|gains|sales|record|a record|bail|guards|the)",
            "(declared|declares) (a|an|his|her|its|their|war|victory|bankrupt|bankruptcy)", "(tell|tells) us",
            "urged to", "said to (?!(reporters|journalists|the press|the media|parliament)\\b)\\w+",
            "(reported|reports) (as|missing|dead|by|him|her|them|feeling|stolen|(?!killed)\\w+ed)",
            "(warned|warns) off", "deny entry", "denied (entry|access|bail|permission|boarding|visas?)",
            "admitted to hospital", "maintained (by|a|the|its|his)",
            "promised land", "(suspect|suspects) (was|were|is|are|in|has|have|had)", "quoted (by|on|at|in)",
            "cited (by|for|in)", "recorded (a|an|in|at|by|on|his|her|their|its)",
            "registered (a|an|in|at|with|by|for|as)", "noted for",
            "revealed (a|an|the|his|her|its|their) (new|plan|plans|design|name|names|line-?up)",
            "(estimate|estimates|estimated) (at|of)", "stressed out",
            "(tell|tells) (them|us|him|her|me) (apart|from)", "argued (over|with|about)", "warned off", "states of",
            "(learned|learnt) (to|how|from|a|the|his|her)",
            "confirmed (as|case|cases|dead|deaths)", "announced (as|by|in|on|yesterday)", "posted (to|in)",
            "urged (on|forward)", "(believe|believes) in", "suggested (by|a|an|the|for)",
            "(say|says|said|tell|told) (nothing|something|little|much|so|as much|more|less)",
            "(say|says) (no|yes|goodbye|hello|sorry|farewell|hi|a prayer|prayers|grace|cheese)",
        ],
        # What may stand between a source and its verb.
        "between": [
            "has", "have", "had", "also", "later", "earlier", "then", "now", "already", "again", "repeatedly",
            "publicly", "separately",
            "meanwhile", "since", "just", "still", "however", "alone", "itself", "himself", "herself", "themselves",
            "officially", "today", "yesterday", "tonight", "late", "early", "on", "in", "a",
            "statement", "briefing", "morning", "evening", "afternoon", "night", "only", "previously", "initially",
            "formally",
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "both", "all", "too",
            "first", "subsequently", "finally", "angrily", "quietly", "flatly", "simply",
        ],
        # Right before a verb these take the saying away from the subject.
        "unsaid": [
            "not", "to", "be", "been", "being", "was", "were", "is", "are", "never", "cannot", "n't", "nobody",
            "which", "what", "let", "can", "could", "would", "should", "may", "might", "must", "will", "it's",
            "that's", "having", "as", "i", "we", "you", "something", "anything", "let's", "don't", "didn't",
            "wouldn't", "won't", "can't", "couldn't", "doesn't",
        ],
        # Nor is a clause's subject what ends in these.
        "articles": ["the", "a", "an", "your", "my", "our", "their", "its"],
        # A name that is followed by these is the subject of another clause.
        "auxiliaries": [
            "has", "have", "had", "did", "does", "do", "was", "were", "is", "are", "will", "would", "could", "should",
            "may", "might", "can", "must", "be",
        ],
        # Of the verbs those that never stand before their source.
        "never_first": ["told", "tells", "report", "claim", "show", "shows", "showed", "put", "puts"],
        "prepositions": [
            "in", "on", "at", "after", "during", "from", "with", "by", "for", "under", "since", "before", "near",
            "over", "about", "into", "through", "across", "around", "amid", "despite", "without", "within", "of",
            "to", "outside", "inside", "between", "against", "behind", "along", "toward", "towards", "until", "till",
            "than", "like", "following",
        ],
        "determiners": [
            "the", "a", "an", "one", "two", "three", "four", "five", "six", "several", "some", "many", "most", "both",
            "all", "his", "her", "their", "its", "our", "my", "your", "this", "these", "those", "other", "another",
            "each", "every", "senior", "local", "state", "at", "least",
        ],
        "pronouns": ["he", "she", "they", "it"],
        # A clause begins after these.
        "connectors": [
            "and", "but", "as", "because", "while", "when", "where", "if", "although", "though", "whereas", "that",
            "so", "or", "yet", "whether", "until", "unless",
        ],
        # Many voices that are nobody's: what they say hedges and names no source.
        "nobody": ["no", "nobody", "none", "neither", "nothing", "few"],
        # Without an s and yet many: what reports after them is a noun ("local media reports that ...").
        "plurals": ["media", "police", "people", "press"],
        "hearsay": [
            "reports", "rumours", "rumors", "accounts", "claims", "indications", "signs", "speculation", "evidence",
            "suggestions", "whispers",
        ],
        # Before a source that stands after its verb.
        "inside": [],
        # What a name is begins with these, or with an age: "..., the mayor, said", "..., 34, said".
        "appositions": [
            "a", "an", "the", "who", "whose", "which", "his", "her", "their", "its", "one", "another", "also", "now",
            "then", "formerly",
        ],
        "relatives": ["who", "which", "whose", "whom", "that"],
        "openings": [
            "but", "and", "however", "meanwhile", "also", "still", "then", "so", "yet", "now", "today", "yesterday",
            "later", "earlier", "on", "in", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
            "sunday", "overnight",
        ],
        # Heads of sources: persons and bodies that speak.
        "sources": [
            "police(man|men|woman|women)?", "officers?", "officials?", "ministr(y|ies)", "ministers?", "president",
            "presidency", "premier", "chancellor", "spokes(man|woman|person|men|people|persons)",
            "governors?", "mayors?", "prosecutors?", "courts?", "judges?", "governments?", "authorit(y|ies)",
            "witness(es)?", "eyewitness(es)?", "residents?", "locals?", "neighbou?rs?", "hospitals?", "doctors?",
            "medics?", "nurses?", "surgeons?", "paramedics?",
            "fire(fighters?| service| department| brigade| chief| crews)", "rescuers?", "army", "navy", "military",
            "soldiers?", "generals?", "commanders?", "air force", "militar(y|ies)", "militia", "rebels?",
            "insurgents?", "militants?",
            "agenc(y|ies)", "news agency", "newswire", "media", "television", "tv", "radio", "newspapers?", "paper",
            "daily", "tabloid", "magazine", "channel", "broadcasters?", "outlets?", "websites?", "news site",
            "portal", "journalists?", "reporters?", "correspondents?", "bloggers?", "editors?", "press",
            "compan(y|ies)", "firms?", "operator", "airlines?", "airport", "port", "utility", "manufacturer", "bank",
            "exchange", "regulator", "watchdog", "union", "unions", "federation", "league", "club", "association",
            "institute", "university", "museum", "school", "college",
            "monitors?", "observator(y|ies)", "groups?", "organi[sz]ations?", "charit(y|ies)", "ngos?", "foundation",
            "network", "coalition", "alliance", "campaigners?", "activists?", "protesters?", "demonstrators?",
            "organi[sz]ers?", "opposition", "dissidents?",
            "sources?", "insiders?", "diplomats?", "envoys?", "ambassadors?", "embassy", "consulate", "negotiators?",
            "aides?", "advis[eo]rs?", "staff", "employees?", "workers?", "managers?", "director", "chief", "head",
            "boss", "leaders?", "chair(man|woman|person)?", "secretary", "deputy", "commissioner", "inspector",
            "executives?", "owner", "founder", "captain", "crew", "pilot", "driver", "passengers?", "survivors?",
            "tourists?", "travell?ers?",
            "statements?", "reports?", "stud(y|ies)", "documents?", "data", "figures", "records", "footage",
            "videos?", "images", "photos", "photographs", "survey", "poll", "memo", "filing", "letter", "email",
            "tweet", "post", "communique", "bulletin", "notice", "census", "leaflet", "transcript", "indictment",
            "ruling", "audit",
            "analysts?", "experts?", "economists?", "scientists?", "researchers?", "historians?", "seismologists?",
            "meteorologists?", "forecasters?", "geologists?", "engineers?", "lawyers?", "attorneys?", "famil(y|ies)",
            "relatives?", "parents?", "mother", "father", "brother", "sister", "widow", "wife", "husband", "son",
            "daughter", "uncle", "aunt", "cousin", "friends?", "colleagues?", "teachers?", "students?", "farmers?",
            "villagers?", "shopkeepers?", "\\w{3,}(ers|ors|ists|ians|men|women|folk)", "fishermen", "miners?",
            "refugees?", "evacuees?", "guards?", "coast ?guards?", "border guards?",
            "white house", "palace", "parliament", "senate", "senators?", "lawmakers?", "legislators?", "mps?",
            "deput(y|ies)", "councill?ors?", "council", "commission", "committee", "tribunal", "panel", "cabinet",
            "office", "department", "bureau", "service", "services", "directorate", "headquarters", "administration",
            "assembly", "ally", "allies", "part(y|ies)", "church", "bishop", "priest", "imam", "pope", "king",
            "queen", "prince", "princess", "sheriff", "constable", "coroner", "detectives?", "investigators?",
            "defen[cs]e", "interior", "town hall", "city hall", "treasury", "centre", "center", "man", "woman", "men",
            "women", "people", "person", "boy", "girl", "caller", "author", "coach", "player", "striker", "singer",
            "actor", "actress", "suspect", "defendant", "victim", "candidate", "campaign", "team", "mission",
            "delegation", "operator", "supplier", "dispatcher", "dpa", "stationmaster", "archbishop", "volunteers?",
            "customers?", "shoppers?", "commuters?", "onlookers?", "bystanders?", "mediators?", "observers?",
            "inspectors?", "auditors?",
        ],
        # Written with the place of a source at the end of a headline or line ("... - TV") or at its beginning ("Police: ...").
        "credits": [
            "tv", "state tv", "state media", "state television", "local media", "media", "radio", "police",
            "officials?", "official", "sources?", "source", "govt", "government", "ministry", "(\\w+ )?minist(ry|er)",
            "spokes(man|woman|person)", "witness(es)?", "mayor", "governor", "prosecutors?", "kremlin", "report",
            "reports", "army", "military", "hospital", "medics", "authorities", "residents", "president", "pm",
            "statement", "agency", "agencies", "newspaper", "watchdog", "monitor", "(\\w+ )?police",
            "state (news )?agency", "(\\w+ )?(official|officials)",
        ],
        # These are verbs of saying only before these words.
        "only_before": {
            "understands": "(that|the|it|he|she|they|there)\\b",
            "alleged": "(that|he|she|it|they|the|a|an|in|on)\\b",
            "put": "the (number|toll|figure|total|count|death|losses|cost|damage)",
            "puts": "the (number|toll|figure|total|count|death|losses|cost|damage)",
            "claim": "(that|the|it|he|she|they|there|a|an|his|her|their|to have|to be|some|more|most|many|\\d)\\b",
            "claims": "(that|the|it|he|she|they|there|a|an|his|her|their|to have|to be|some|more|most|many|\\d)\\b",
            "report": "(that|the|seeing|hearing|a|an|no|more|some|at least|\\d)\\b",
            "show": "(that|how|why|a|an|the|it|no|more|\\d)\\b",
            "shows": "(that|how|why|a|an|the|it|no|more|\\d)\\b",
            "showed": "(that|how|why|a|an|the|it|no|more|\\d)\\b",
            "added": "(that\\b|[,.:;])",
            "adds": "(that\\b|[,.:;])",
            "estimate": "(that|the|a|an|there|it|at|some|more|\\d)\\b",
            "estimates": "(that|the|a|an|there|it|at|some|more|\\d)\\b",
            "learned": "that\\b",
            "learnt": "that\\b",
            "promised": "(that|the public|voters|reporters)\\b",
            "recorded": "(the|\\d|at least|more)\\b",
            "registered": "(\\d|at least|more)\\b",
            "replied": "(that\\b|[,.:;])",
        },
    },
    "urgency": {
        # Only as a mark: at the beginning of a line or between stars.
        "marks": ["breaking( news)?", "urgent", "flash", "alert", "bulletin", "just in", "newsflash", "snap"],
        "phrases": [],
    },
    "follow_up": {
        # At the beginning of a line, in capitals or before a colon or dash.
        "marks": [
            "update( no\\.?)? ?\\d*", "updates? ?\\d*", "corrected", "correction", "withdrawn", "withdrawal",
            "recasts?", "refiles?", "refiled", "kill", "killed", "retracted", "retraction", "advisory",
            "clarification", "wrapup ?\\d*", "developing", "writethru", "recap", "editors?' note", "editor's note",
        ],
        "phrases": [
            "developing\\)", "developing story", "story is developing", "more (details )?to (follow|come)",
            "more (details )?(soon|shortly)", "further details (to follow|soon)",
            "(story|article|report) (has been|was|is being|will be) (updated|corrected|amended)",
            "(update|updates) with", "adds (details?|quotes?|background|reaction|context|comment)",
            "recasts (with|lead|throughout)", "details to follow", "please check back", "refresh for updates",
            "updates to follow",
            "an earlier version of this (story|article|report)", "updates throughout",
            "corrects (spelling|name|date|day|headline|figure|number|typo)( \\w+)*",
        ],
        # These take something back.
        "withdrawals": [
            "corrected", "correction", "withdrawn", "withdrawal", "retracted", "retraction", "kill", "killed",
            "advisory",
        ],
    },
    "figures": {
        "between": "(?: (?!and|but|or|after|when|while|have|had)[\\w'-]+){0,4}?",
        "about": [
            "at least", "more than", "over", "nearly", "almost", "about", "around", "some", "up to", "as many as",
            "an estimated", "approximately", "fewer than", "less than", "no fewer than", "roughly", "another",
        ],
        # Words that do so from behind it.
        "about_after": [],
        "kinds": {
            "killed": {
                "after": [
                    "(?:were |was |have been |has been |had been |been |are |reported |confirmed )*(?:killed|dead|died|dies|die|shot dead|drowned|lost their lives|perished)",
                    "deaths?", "fatalities", "bodies",
                ],
                "before": [
                    "(killed|killing|kills|kill)", "death toll(?: \\w+){0,3} (?:to|at|of)", "toll(?: \\w+){0,3} (?:to|at|of)",
                    "(claimed|claiming|claims) the lives of", "deaths of",
                ],
            },
            "injured": {
                "after": [
                    "(?:were |was |have been |has been |had been |been |are |reported |left |others )*(?:injured|wounded|hurt|hospitali[sz]ed)",
                    "injuries", "wounded", "injured",
                ],
                "before": ["(injured|injuring|injures|wounded|wounding|wounds|hurt|hurting)"],
            },
            "detained": {
                "after": [
                    "(?:were |was |have been |has been |had been |been |are )*(?:detained|arrested|held|jailed|taken into custody)",
                    "arrests", "detentions",
                ],
                "before": ["(detained|detaining|detains|arrested|arresting|arrests)"],
            },
            "missing": {
                "after": [
                    "(?:were |was |are |still |remain |remained |reported |have been |has gone |went |go )*(?:missing|unaccounted for)",
                ],
                "before": [],
            },
        },
    },
    "numbers": {
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
        "hundred": 100,
        "thousand": 1000,
        "million": 1000000,
        "billion": 1000000000,
        "trillion": 1000000000000,
        "dozen": 12,
    },
    "meaning": {
        "negations": [
            "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "denied",
            "denies", "deny", "failed", "fails", "refused", "refuses", "unable", "hardly", "barely", "nowhere",
            "un(confirmed|verified|true|armed|hurt|harmed|lawful|safe|able)", "non", "\\w+n't",
        ],
        "days": [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday",
            "tomorrow", "tonight", "noon", "midnight", "morning", "afternoon", "evening", "overnight",
        ],
        # As they are written: "may" is a verb, "May" a month.
        "months": [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
        ],
        "abbreviations": [
            "mr", "mrs", "ms", "dr", "gen", "col", "lt", "sgt", "capt", "maj", "cmdr", "adm", "sen", "rep", "gov",
            "pres", "prof", "rev", "hon", "st", "no", "jr", "sr", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
            "sept", "sep", "oct", "nov", "dec", "vs", "etc", "inc", "ltd", "co", "corp", "dept", "u.s", "u.n", "u.k",
            "a.m", "p.m",
        ],
    },
    "writing": {
        "reported_by": "{who} reports.",
        "closing": "{told}, {who} reports.",
        "headline_of": "{who} reports: {headline}",
        # Sources that nobody can go back to.
        "unnamed": [
            "sources?", "insiders?", "officials?", "witnesses", "eyewitnesses", "residents", "locals", "people",
            "some", "many", "others", "critics", "experts", "analysts", "media", "reports?", "he", "she", "they",
            "it", "tv", "radio", "aides?", "diplomats?", "men", "women", "both", "neighbours", "neighbors", "doctors",
            "medics",
        ],
    },
}
