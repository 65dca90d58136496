"""The names of columns in the exports of the tools, in the languages that they are exported in.

Names are written folded (``columns.fold_header``): lower case, single spaces, no dots and underscores.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: dict[str, str] = {
    "keyword": (
        "keyword|keywords|query|queries|top queries|top query|search query|search queries|"
        "search term|search terms|"
        "key phrase|keyphrase|keyword phrase|search keyword|"
        # German, French, Spanish, Italian, Portuguese
        "suchanfrage|suchanfragen|häufigste suchanfragen|die häufigsten suchanfragen|"
        "top suchanfragen|suchbegriff|"
        "suchbegriffe|schlüsselwort|schlagwort|stichwort|"
        "requête|requêtes|requêtes les plus fréquentes|principales requêtes|mot clé|mots clés|"
        "mot-clé|mots-clés|"
        "terme de recherche|"
        "consulta|consultas|consultas principales|principales consultas|palabra clave|palabras clave|"
        "término de búsqueda|"
        "query più frequenti|query principali|query di ricerca|parola chiave|parole chiave|"
        "termine di ricerca|"
        "principais consultas|consultas principais|palavra-chave|palavras-chave|palavra chave|"
        "palavras chave|"
        "termo de pesquisa|"
        # Dutch, Polish, Russian, Ukrainian, Swedish, Danish, Norwegian, Finnish, Czech, Hungarian
        "zoekopdracht|zoekopdrachten|populairste zoekopdrachten|meest voorkomende zoekopdrachten|"
        "meestgebruikte zoekopdrachten|top zoekopdrachten|zoekwoord|zoekwoorden|zoekterm|zoektermen|"
        "zapytanie|zapytania|najczęstsze zapytania|najpopularniejsze zapytania|słowo kluczowe|"
        "słowa kluczowe|"
        "запрос|запросы|популярные запросы|самые популярные запросы|самые частые запросы|"
        "основные запросы|"
        "поисковый запрос|поисковые запросы|ключевое слово|ключевые слова|фраза|"
        "запит|запити|найпопулярніші запити|ключове слово|"
        "sökfråga|sökfrågor|vanligaste sökfrågorna|populäraste sökfrågorna|sökord|søgeord|søkeord|"
        "hyppigste forespørgsler|vanligste søk|avainsana|hakusana|yleisimmät haut|"
        "dotaz|dotazy|nejčastější dotazy|klíčové slovo|kulcsszó|leggyakoribb lekérdezések|"
        # Turkish, Indonesian, Vietnamese, Greek, Romanian
        "sorgu|sorgular|en çok yapılan sorgular|en popüler sorgular|anahtar kelime|"
        "kueri|kueri teratas|kueri populer|kata kunci|từ khóa|cụm từ tìm kiếm|cụm từ tìm kiếm hàng đầu|"
        "ερώτημα|κορυφαία ερωτήματα|λέξη-κλειδί|interogare|cele mai frecvente interogări|cuvânt cheie|"
        # Japanese, Korean, Chinese, Arabic, Hebrew, Hindi, Thai
        "上位のクエリ|クエリ|検索キーワード|検索クエリ|キーワード|인기 검색어|검색어|키워드|"
        "热门查询|查询|关键词|关键字|"
        "熱門查詢|查詢|關鍵字|أهم طلبات البحث|طلبات البحث|كلمة مفتاحية|الكلمة الرئيسية|שאילתה|מילת מפתח|"
        "मुख्य क्वेरी|क्वेरी|कीवर्ड|คำค้นหา|คำค้นหายอดนิยม|คีย์เวิร์ด"
    ),
    "volume": (
        "volume|search volume|searches|monthly searches|avg monthly searches|average monthly searches|"
        "avg searches|monthly search volume|monthly volume|avg monthly search volume|search vol|msv|sv|"
        "suchvolumen|durchschnittl suchanfragen pro monat|durchschnittliche suchanfragen pro monat|"
        "suchanfragen pro monat|volume de recherche|nombre moyen de recherches mensuelles|"
        "recherches mensuelles moyennes|volumen|volumen de búsqueda|promedio de búsquedas mensuales|"
        "media de búsquedas mensuales|volume di ricerca|media delle ricerche mensili|"
        "media ricerche mensili|"
        "volume de busca|volume de pesquisa|média de pesquisas mensais|zoekvolume|"
        "gem aantal zoekopdrachten per maand|gemiddeld aantal maandelijkse zoekopdrachten|"
        "średnia liczba wyszukiwań miesięcznie|śr mies liczba wyszukiwań|liczba wyszukiwań|"
        "среднее число запросов в месяц|ср число запросов в месяц|частотность|показов в месяц|"
        "月間平均検索ボリューム|検索ボリューム|月間検索数|aylık ort arama sayısı|arama hacmi|"
        "volume pencarian|"
        "평균 월간 검색량|검색량|平均每月搜索量|搜索量|lượng tìm kiếm"
    ),
    "difficulty": (
        "difficulty|keyword difficulty|kd|kd %|kd%|difficulty %|keyword difficulty %|"
        "keyword difficulty index|"
        "seo difficulty|organic difficulty|keyword difficulty (kd)|schwierigkeit|keyword-schwierigkeit|"
        "difficulté|dificultad|difficoltà|dificuldade|moeilijkheid|trudność|сложность|難易度|zorluk"
    ),
    "cpc": (
        "cpc|cost per click|avg cpc|average cpc|klickpreis|coste por clic|coût par clic|"
        "costo per clic|クリック単価"
    ),
    "bid_low": (
        "top of page bid (low range)|top of page bid low range|"
        "gebot für obere positionen (unterer bereich)|gebot für obere positionen (niedriger bereich)|"
        "enchère de haut de page (fourchette basse)|"
        "puja por la parte superior de la página (intervalo bajo)|"
        "ページ上部掲載の入札単価(低額帯)"
    ),
    "bid_high": (
        "top of page bid (high range)|top of page bid high range|"
        "gebot für obere positionen (oberer bereich)|enchère de haut de page (fourchette haute)|"
        "puja por la parte superior de la página (intervalo alto)|ページ上部掲載の入札単価(高額帯)"
    ),
    "currency": "currency|währung|devise|moneda|valuta|moeda|waluta|валюта|通貨|para birimi",
    "intent": (
        "intent|intents|keyword intent|keyword intents|search intent|suchintention|intention|"
        "intention de recherche|"
        "intención|intención de búsqueda|intento|intenção|zoekintentie|intencja|интент|検索意図"
    ),
    "clicks": (
        "clicks|click|klicks|clics|clic|cliques|klikken|kliknięcia|клики|кліки|クリック数|klick|"
        "klik|klikk|kliknutí|"
        "kattintások|klikkaukset|tıklama|tıklamalar|tıklama sayısı|số lượt nhấp|κλικ|clicuri|"
        "클릭수|클릭|点击次数|点击|"
        "點擊次數|النقرات|קליקים|क्लिक|การคลิก|จำนวนคลิก"
    ),
    "impressions": (
        "impressions|impression|impressionen|impresiones|impressioni|impressões|vertoningen|"
        "wyświetlenia|показы|"
        "покази|表示回数|visningar|visninger|eksponeringer|imprese|zobrazení|megjelenítések|"
        "näyttökerrat|gösterim|"
        "gösterimler|gösterim sayısı|tayangan|số lượt hiển thị|εμφανίσεις|afișări|노출수|노출|"
        "展示次数|展示|曝光次數|"
        "مرات الظهور|חשיפות|इंप्रेशन|การแสดงผล|จำนวนการแสดงผล"
    ),
    "ctr": (
        "ctr|klickrate|click through rate|clickthrough rate|click-through rate|average ctr|avg ctr|"
        "taux de clics|"
        "klickfrekvens|klikfrekvens|site ctr|平均 ctr|平均ctr|클릭률|点击率|點閱率|tıklama oranı|tbto|"
        "نسبة النقر إلى الظهور|współczynnik klikalności"
    ),
    "position": (
        "position|average position|avg position|current position|pos|rank|ranking|"
        "durchschnittliche position|"
        "durchschn position|position moyenne|posición|posición media|posizione|posizione media|"
        "posição|posição média|"
        "positie|gemiddelde positie|pozycja|średnia pozycja|позиция|средняя позиция|позиція|"
        "середня позиція|"
        "掲載順位|平均掲載順位|genomsnittlig position|placering|posisjon|sijainti|pozice|"
        "průměrná pozice|pozíció|konum|"
        "ortalama konum|posisi|posisi rata-rata|vị trí|θέση|poziție|게재순위|게재 순위|"
        "평균 게재순위|排名|平均排名|"
        "موضع|מיקום|स्थिति|ตำแหน่ง|อันดับ"
    ),
    "country": "country|country code|land|pays|país|paese|kraj|страна|国|ülke|location|market|database",
    "url": (
        "url|page|landing page|current url|ranking url|address|seite|adresse|zielseite|"
        "page de destination|página|"
        "pagina|strona|страница|ページ|sayfa|target url|top page"
    ),
    "serp_urls": "serp urls|serp url|serp|serps|top urls|top 10 urls|top 10|result urls",
}

FIELDS = tuple(_NAMES)
"""What a column can hold."""

FIELD_OF_HEADER: Mapping[str, str] = {
    name: field for field, names in reversed(_NAMES.items()) for name in names.split("|")
}

COMPARED_FIELDS = ("clicks", "impressions", "ctr", "position")
"""The metrics that a Search Console comparison gives once per period."""

COMPARED_NAMES: Mapping[str, tuple[str, ...]] = {
    field: tuple(sorted(_NAMES[field].split("|"), key=len, reverse=True)) for field in COMPARED_FIELDS
}

EARLIER_PERIOD = (
    *("previous", "difference", "change", "year over year", "same period last year", "last year", "prior"),
    *("vorherig", "vorjahr", "differenz", "précédent", "différence", "anterior", "diferencia", "diferença"),
    *("precedent", "differenza", "vorige", "voorgaande", "verschil", "poprzedni", "różnica", "предыдущ"),
    *(
        "разница",
        "önceki",
        "sebelumnya",
        "föregående",
        "forrige",
        "předchozí",
        "以前",
        "過去",
        "前の",
        "이전",
        "之前",
        "上一",
    ),
)
"""Parts of a header that mark the older period of a comparison, or the difference of the two."""

ACCEPTED_KEYWORD_NAMES = (
    *("Keyword", "Query", "Top queries", "Search term", "Suchbegriff", "Suchanfrage", "Requête", "Mot-clé"),
    *("Consulta", "Palabra clave", "Parola chiave", "Palavra-chave", "Zoekwoord", "Słowo kluczowe"),
    *("Запрос", "キーワード"),
)
"""What an error message offers as names for the column of keywords."""

TELLING_HEADERS: Mapping[str, frozenset[str]] = {
    "keyword_planner": frozenset(
        {
            "competition (indexed value)",
            "top of page bid (low range)",
            "three month change",
            "yoy change",
            "in account",
            "organic average position",
            "ad impression share",
            *_NAMES["bid_low"].split("|"),
        }
    ),
    "ahrefs": frozenset(
        {
            "cps",
            "parent keyword",
            "parent topic",
            "global volume",
            "traffic potential",
            "first seen",
            "intents",
        }
    ),
    "semrush_positions": frozenset(
        {"previous position", "position type", "keyword intents", "traffic cost", "traffic (%)", "timestamp"}
    ),
    "semrush_keywords": frozenset(
        {"competitive density", "number of results", "click potential", "trend", "intent"}
    ),
}
"""Headers of which two (with a keyword and a volume) tell whose export it is."""
