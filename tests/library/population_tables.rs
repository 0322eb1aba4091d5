//! Tables of the population: the forms of Statistics Sweden's database, and what is wrong with others.

use std::fmt::Write as _;

use insatskatalog::documents::population::read;
use insatskatalog::domain::fault::Fault;
use insatskatalog::domain::reach::population::Population;
use serde_json::{Value, json};

fn label(age: usize, english: bool) -> String {
    let unit = match (english, age) {
        (false, _) => "år",
        (true, 1) => "year",
        (true, _) => "years",
    };
    let more = if age == 100 { "+" } else { "" };
    format!("{age}{more} {unit}")
}

/// The made-up number of residents of an age and sex.
fn count(age: usize, is_woman: bool) -> usize {
    1000 + 2 * age + usize::from(is_woman)
}

/// A line for each age and sex, after a header.
fn long(separator: char) -> String {
    let mut text = ["\"region\"", "\"ålder\"", "\"kön\"", "\"Folkmängd 2024\""].join(&separator.to_string());
    text.push('\n');
    for age in 0..=100 {
        for (sex, is_woman) in [("män", false), ("kvinnor", true)] {
            let cells = [
                "\"0114 Upplands Väsby\"".to_owned(),
                format!("\"{}\"", label(age, false)),
                format!("\"{sex}\""),
                count(age, is_woman).to_string(),
            ];
            text += &(cells.join(&separator.to_string()) + "\n");
        }
    }
    text
}

/// A line for each age, with sexes and years in the header, in English, with a title, totals and notes.
fn wide() -> String {
    let mut text = String::from("\"Population by region, age, sex and year\"\n\n");
    text += "region,age,Population men 2023,Population women 2023,Population men 2024,Population women 2024\n";
    text += "00 Sweden,0 years,1,1,1,1\n01 Stockholm county,total age,1,1,1,1\n";
    for age in 0..=100 {
        let (men, women) = (count(age, false), count(age, true));
        writeln!(text, "0114 Upplands Väsby,{},0,0,{men},{women}", label(age, true)).expect("written");
    }
    text + "0114 Upplands Väsby,total age,9,9,9,9\n\nThe tables have a small uncertainty.\n"
}

fn json_stat() -> Value {
    let ages: Vec<String> = (0..=100)
        .map(|age| if age == 100 { "100+".to_owned() } else { age.to_string() })
        .collect();
    let values: Vec<usize> = [false, true]
        .into_iter()
        .flat_map(|is_woman| (0..=100).map(move |age| count(age, is_woman)))
        .collect();
    json!({
        "version": "2.0", "class": "dataset", "label": "Folkmängd", "source": "SCB",
        "id": ["Tid", "Region", "Kon", "Alder", "ContentsCode"], "size": [1, 1, 2, 101, 1],
        "dimension": {
            "Tid": {"category": {"index": ["2024"]}},
            "Region": {"category": {"label": {"0114": "Upplands Väsby"}}},
            "Kon": {"category": {"index": {"2": 1, "1": 0}, "label": {"1": "män", "2": "kvinnor"}}},
            "Alder": {"category": {"index": ages}},
            "ContentsCode": {"category": {"label": {"BE0101N1": "Folkmängd"}}},
        },
        "value": values,
    })
}

fn expected() -> (Vec<u32>, Vec<u32>) {
    let of = |is_woman| {
        (0..=100)
            .map(|age| u32::try_from(count(age, is_woman)).expect("few"))
            .collect()
    };
    (of(true), of(false))
}

/// The population of a text that has one in 2024.
fn of_2024(bytes: &[u8]) -> Population {
    let read = read(bytes).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut found = read
        .into_iter()
        .filter(|(kommunkod, population)| kommunkod.as_str() == "0114" && population.year == 2024);
    found.next().expect("2024").1
}

#[test]
fn every_form_gives_the_same_population() {
    let windows: Vec<u8> = long(';')
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("of Windows-1252"))
        .collect();
    let with_mark = [b"\xEF\xBB\xBF".as_slice(), long(',').as_bytes()].concat();
    let in_rows = long('\t')
        .replace("\"Folkmängd 2024\"", "\"år\"\t\"Folkmängd\"")
        .lines()
        .map(|line| match line.rsplit_once('\t') {
            Some((before, last)) if !last.contains('d') => format!("{before}\t2024\t{last}\r\n"),
            _ => format!("{line}\r\n"),
        })
        .collect::<String>();
    let sparse = {
        let mut table = json_stat();
        let values = table["value"].as_array().expect("values").clone();
        table["value"] = values
            .into_iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect();
        table.to_string()
    };
    let tables: [&[u8]; 8] = [
        long(';').as_bytes(),
        long(',').as_bytes(),
        &with_mark,
        &windows,
        in_rows.as_bytes(),
        wide().as_bytes(),
        json_stat().to_string().as_bytes(),
        sparse.as_bytes(),
    ]
    .map(|table| Box::leak(table.to_vec().into_boxed_slice()) as &[u8]);
    for (at, table) in tables.into_iter().enumerate() {
        let population = of_2024(table);
        assert_eq!((population.women, population.men), expected(), "{at}");
    }
    assert_eq!(of_2024(json_stat().to_string().as_bytes()).source, "SCB: Folkmängd");
    assert_eq!(of_2024(long(';').as_bytes()).source, "SCB");
    let source = of_2024(wide().as_bytes()).source;
    assert_eq!(source, "SCB: Population by region, age, sex and year");
    assert_eq!(
        read(wide().as_bytes()).map(|all| all.len()),
        Ok(2),
        "a population for each year"
    );
}

/// The faults of a table, each as its place, code and text.
fn faults(table: &str) -> Vec<String> {
    let line = |fault: &Fault| {
        let code: &str = fault.code.into();
        let place = fault
            .line
            .map_or_else(|| fault.pointer.clone(), |line| line.to_string());
        format!("{place} {code} {}", fault.detail.en)
    };
    read(table.as_bytes()).expect_err("faults").iter().map(line).collect()
}

fn edited(edit: impl FnOnce(&mut Value)) -> String {
    let mut table = json_stat();
    edit(&mut table);
    table.to_string()
}

#[test]
fn every_fault_of_a_sheet_has_its_line_and_column() {
    let text = long(';');
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        faults(&text.replacen(from, to, 1))
    };
    assert_eq!(
        with("\"5 år\";\"män\";1010", "\"5 år\";\"män\";-1010"),
        ["12 outOfRange column 4: A whole number of residents, 0 or more, without decimals."]
    );
    assert_eq!(with(";1010\n", ";1010,5\n").len(), 1);
    assert_eq!(with(";1010\n", ";99999999999\n").len(), 1);
    assert_eq!(
        with(";1010\n", ";..\n"),
        ["12 missingMember column 4: The figure is missing."]
    );
    assert_eq!(
        with("\"0114 Upplands Väsby\";\"5 år\"", "\"1917 Heby\";\"5 år\""),
        ["12 notInList column 1: No Swedish municipality has the code. It may belong to the division of another year."]
    );
    assert_eq!(
        with("\"5 år\"", "\"5-9 år\""),
        ["12 notInList column 2: The age must be one year of age, from 0 years to 100+ years."]
    );
    assert_eq!(
        with("\"män\"", "\"okänt\""),
        ["2 notInList column 3: The sex must be women or men."]
    );
    let both = text.replacen("\"5 år\"", "\"4 år\"", 1).replacen(";1012\n", ";-1\n", 1);
    assert_eq!(faults(&both).len(), 2, "everything at once: {:?}", faults(&both));
    let doubled = format!("{text}\"0114 Upplands Väsby\";\"5 år\";\"män\";7\n");
    assert_eq!(
        faults(&doubled),
        ["204 duplicate column 4: The figure is there twice: the same municipality, age, sex and year."]
    );
    let is_kept = |line: &&str| {
        let is_of = |age: &str| line.contains(age);
        !["\"7 år\"", "\"8 år\"", "\"100+ år\""].into_iter().any(is_of) || line.contains("kvinnor")
    };
    let lacking = text.lines().filter(is_kept).collect::<Vec<_>>().join("\n");
    assert_eq!(
        faults(&lacking),
        [" missingMember 0114 in 2024: ages of men are missing: 7–8, 100+."]
    );
    assert_eq!(with("\"Folkmängd 2024\"", "\"Folkmängd\"").len(), 1, "no year");
    assert_eq!(
        with("\"kön\"", "\"civilstånd\"").len(),
        3,
        "no sex, and an unknown column"
    );
    for (table, code) in [
        ("", " invalidFormat "),
        ("hej", " invalidFormat "),
        ("region;ålder;kön;2024\n", " empty "),
        ("region;ålder;kön;2024\n00 Riket;0 år;män;5\n", " empty "),
        ("PK\u{0}\u{0}", " invalidFormat "),
    ] {
        assert!(faults(table)[0].starts_with(code), "{table}: {:?}", faults(table));
    }
    let many = text.replace(";1", ";-1");
    assert_eq!(faults(&many).len(), 101);
    assert_eq!(faults(&many)[100], " invalidFormat And 102 more faults.");
}

#[test]
fn every_fault_of_json_stat_has_its_pointer() {
    for (table, wanted) in [
        (edited(|table| table["version"] = json!("1.2")), "/class invalidFormat"),
        (
            edited(|table| table["class"] = json!("collection")),
            "/class invalidFormat",
        ),
        (edited(|table| table["value"][7] = json!(-1)), "/value/7 outOfRange"),
        (edited(|table| table["value"][7] = json!(1.5)), "/value/7 outOfRange"),
        (edited(|table| table["value"][7] = json!("1")), "/value/7 outOfRange"),
        (
            edited(|table| table["value"][7] = Value::Null),
            "/value/7 missingMember",
        ),
        (
            edited(|table| drop(table["value"].as_array_mut().expect("values").pop())),
            "/value outOfRange",
        ),
        (edited(|table| table["size"][3] = json!(100)), "/size/3 invalidFormat"),
        (edited(|table| table["id"] = json!(["Region"])), "/size invalidFormat"),
        (
            edited(|table| drop(table.as_object_mut().expect("an object").remove("id"))),
            "/id missingMember",
        ),
        (
            edited(|table| table["id"][3] = json!("Civilstand")),
            "/size/3 invalidFormat",
        ),
        (
            edited(|table| table["dimension"]["Region"]["category"] = json!({"label": {"1917": "Heby"}})),
            "/dimension/Region/category/index notInList Category 0: No Swedish municipality",
        ),
        (
            edited(|table| table["dimension"]["Alder"]["category"]["index"][5] = json!("5-9")),
            "/dimension/Alder/category/index notInList Category 5: The age must be",
        ),
        (
            edited(|table| table["dimension"]["Alder"]["category"]["index"][5] = json!("4")),
            "/value/5 duplicate",
        ),
        (
            edited(|table| table["dimension"]["Alder"]["category"]["index"][5] = json!("tot")),
            " missingMember 0114 in 2024: ages of women are missing: 5.",
        ),
        (
            edited(|table| table["dimension"]["Kon"]["category"] = json!({"index": ["1", "3"]})),
            "/dimension/Kon/category/index notInList",
        ),
        (
            edited(|table| table["dimension"]["Tid"]["category"]["index"] = json!(["2024M12"])),
            "/dimension/Tid/category/index notInList",
        ),
        ("{\"version\": ".to_owned(), " syntax"),
        ("[]".to_owned(), "/class invalidFormat"),
    ] {
        let found = faults(&table);
        assert!(found[0].starts_with(wanted), "{wanted}: {found:?}");
    }
    // A dimension that divides further is refused; one of a single category is not.
    let divided = edited(|table| {
        table["dimension"]["ContentsCode"]["category"] = json!({"index": ["ogifta", "gifta"]});
        table["size"][4] = json!(2);
        let values = table["value"].as_array().expect("values").clone();
        table["value"] = values.into_iter().flat_map(|value| [value.clone(), value]).collect();
    });
    assert!(faults(&divided)[0].starts_with("/dimension/ContentsCode/category invalidFormat"));
}
