//! The words around a listed name that decide whether an insats is what the name says.

/// What a word says of a listed name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Something else, which only mentions the name: a group, advice, a visit.
    Else,
    /// What the name says: care, a place, a stay.
    Same,
    /// May be either: support, help, an activity.
    Either,
    /// Not known.
    Unknown,
}

/// What a word between a head and a listed name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preposition {
    /// By means of: genom.
    By,
    /// With somebody: med.
    With,
    /// Inside: i, hos.
    In,
    /// At a place: på, vid.
    At,
    /// For or about somebody: till, om.
    For,
}

/// Ends of words that name something else.
const ELSE: &str = "grupp gruppen grupper grupperna traff traffar traffen traffarna traffpunkt traffpunkten traffpunkter motesplats motesplatsen motesplatser cafe cafeer kafe kafeer fika radgivning radgivningen radgivare rad vagledning vagledningen vagledare lots lotsen information informationen infotraff mote motet moten motesdag informationsdag infodag temadag oppetdag kvall kvallen kvallar rundvisning rundvisningen visning visningar studiebesok besok besoket utbildning utbildningen utbildningar kurs kursen kurser forelasning forelasningar seminarium workshop cirkel cirklar matsal matsalen matsalar restaurang restaurangen lunch lunchen middag bibliotek natverk natverket forum rekrytering ansokan ansokningar ansok ansokningshjalp fragestund fest festen firande kor koren sang musik musikstund bingo gymnastik traning kollo lager lagret samtal samtalen mottagning mottagningen telefon telefonen chatt podd volontar volontarer frivillig frivilliga tradgard tradgarden park gym kiosk butik frisor utstallning konsert handledning broschyr guide group groups meeting meetings coffee advice guidance counselling counseling evening evenings tour tours visit visits visiting training course courses lecture lectures network application applications canteen restaurant volunteers recruitment choir party talk talks event events";
/// Whole words that name something else.
const ELSE_ALONE: &str = "hus hearing open house dining mat";
/// Ends of words that name the thing itself.
const SAME: &str = "vard varden placering placeringar placeringen placeringarna plats platsen platser platserna boende boendet boenden bostad bostaden bostader bostaderna vistelse vistelsen vistelser hem hemmet rum rummet lagenhet lagenheter dygn natt natter helg helger insats insatsen insatser care place places placement placements stay stays accommodation housing room rooms";
/// Ends of words that may name either.
const EITHER: &str = "stod stodet hjalp hjalpen service servicen omsorg omsorgen verksamhet verksamheten verksamheter tjanst tjansten tjanster avlastning avlastningen erbjudande erbjudanden uppdrag uppdraget bistand atgard atgarder enhet enheten team teamet ersattning bidrag form forma support help assistance services relief respite unit scheme programme program provision";

const BY: &str = "genom via by through using";
const WITH: &str = "med av fran with from of";
const IN: &str = "i hos inom in inside";
const AT: &str = "pa vid at on";
const FOR: &str = "for till om kring efter infor mot runt angaende rorande about to regarding after before around";
/// Words that end the head of a name without relating it to what follows.
const CLAUSE: &str = "som dar nar utan under att who which that where when without while";

const CONJUNCTIONS: &str = "och eller samt and or plus";
/// Words that make a name an appeal to become something, or a search for somebody.
const APPEAL: &str = "bli bliv vara ar soker sokes sokas soks blivande rekryterar become becoming being wanted future";
/// Words with which an explanation begins that names nothing.
const EXPLAINS: &str = "en ett den det de du dig ni nagon nagra vi har var a an the you your someone somebody we for";

fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

fn ends_with_any(list: &str, word: &str) -> bool {
    list.split(' ')
        .any(|end| word == end || (end.len() > 3 && word.ends_with(end)))
}

impl Head {
    /// What a word says, by its end: the last part of a Swedish compound is its head.
    pub(super) fn of(word: &str) -> Self {
        let ends = |list| ends_with_any(list, word);
        if ends(ELSE) || is_among(ELSE_ALONE, word) {
            Self::Else
        } else if ends(SAME) || word.strip_suffix('s').is_some_and(|word| ends_with_any(SAME, word)) {
            Self::Same
        } else if ends(EITHER) {
            Self::Either
        } else {
            Self::Unknown
        }
    }
}

impl Preposition {
    pub(super) fn of(word: &str) -> Option<Self> {
        let lists = [
            (BY, Self::By),
            (WITH, Self::With),
            (IN, Self::In),
            (AT, Self::At),
            (FOR, Self::For),
        ];
        let found = lists.into_iter().find(|(list, _)| is_among(list, word));
        found.map(|(_, preposition)| preposition)
    }
}

/// Whether the head of a name ends before a word.
pub(super) fn begins_clause(word: &str) -> bool {
    is_among(CLAUSE, word)
}

pub(super) fn is_conjunction(word: &str) -> bool {
    is_among(CONJUNCTIONS, word)
}

pub(super) fn is_appeal(word: &str) -> bool {
    is_among(APPEAL, word)
}

pub(super) fn explains(word: &str) -> bool {
    is_among(EXPLAINS, word)
}
