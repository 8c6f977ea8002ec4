"""The language is told from little text full of names, and left open where there is too little."""

from __future__ import annotations

import pytest

from dragoman.segment.language import find_language

ENGLISH = [
    "Gen. Abdelkarim al-Rashed said that Khalil Barazani, Yusuf al-Tamimi and Nabil Qasim had left Khan Zaytun.",
    "Volodymyr Petrychenko and Oleksandr Shevchuk, deputies from Zelenohirsk, were seen in Dniprovka, Ukrvisti said.",
    "THE ARMY SAID THAT IT HAD TAKEN AL-BUKHARA AND DEIR AL-SAFA FROM THE REBELS.",
    "Bakytbek Toktogulov met Nurlan Asanbekov in Kara-Bulak and flew with him from Tash-Komur to Jany-Jol.",
    "The Guerra brothers and Comandante Ruiz were freed in San Isidro de los Llanos with eleven others, Ola said.",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_full_of_names(text: str) -> None:
    assert find_language(text).code == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Der Minister sagte am Montag, dass die Gespräche gescheitert seien und es keinen neuen Termin gebe.",
            "de",
        ),
        ("De heer Jansen was in de stad en had met de burgemeester gesproken, of dat was wat hij zei.", "nl"),
        (
            "Le ministre a déclaré lundi que les pourparlers avaient échoué et qu'aucune date n'était prévue.",
            "fr",
        ),
        (
            "El ministro dijo el lunes que las conversaciones habían fracasado y que no había nueva fecha.",
            "es",
        ),
        ("Министр заявил в понедельник, что переговоры провалились и новой даты нет.", "ru"),
        ("قال الوزير يوم الاثنين إن المحادثات فشلت ولم يحدد موعد جديد", "ar"),
        (
            "部长星期一表示，会谈已经失败，没有新的日期。双方代表离开了城市，没有发表任何声明，也没有说明下一次会议的时间。",
            "zh",
        ),
    ],
)
def test_other_languages(text: str, code: str) -> None:
    assert find_language(text).code == code


@pytest.mark.parametrize("text", ["", " ", "12 345", "🕊️" * 40, "Ruvask 14", "x", "\x00" * 50])
def test_too_little_text_is_left_open(text: str) -> None:
    found = find_language(text)
    assert found.code is None
    assert found.why
