"""Words that give a search's intent away, by language: the tables behind ``intent.py``.

Written in the form of a keyword as people type it: lower case, words separated by single spaces,
alternatives by ``|``. A ``*`` at the end stands for any ending of that word. Languages that write without
spaces (Japanese, Chinese, Thai) are searched as substrings.

Columns: ``opening`` makes a search informational when it begins so; ``informational``, ``commercial``,
``transactional`` and ``navigational`` count anywhere. The English rows of the four follow the public rule
of thumb of the trade (how, what, why, guide / best, top, vs, review / buy, price, cheap / brand, login).
"""

from __future__ import annotations

from typing import NamedTuple


class IntentWords(NamedTuple):
    """One language's table; each field is a ``|``-separated list of phrases."""

    opening: str
    informational: str
    commercial: str
    transactional: str
    navigational: str


UNSPACED_LANGUAGES = frozenset({"ja", "zh", "th"})

NON_LATIN_LANGUAGES = ("ru", "uk", "hi", "ja", "zh", "ko", "ar", "th")
LOANWORDS = "loanwords"
"""The key of the English words that are searched in every language."""

INTENT_WORDS: dict[str, IntentWords] = {
    "en": IntentWords(
        "how|what|why|when|where|who|which|whose|can|can i|does|do|is|are|should|will|meaning of|"
        "definition of",
        "how to|how do|how does|guide|guides|tutorial*|explained|meaning|definition|examples|example|ideas|"
        "tips|tricks|learn|learning|history|facts|symptoms|causes|benefits|difference between|checklist|"
        "template*|recipe*|statistics|diy|instructions|faq|course|courses",
        "best|top|top 10|top 5|vs|versus|review|reviews|reviewed|alternative|alternatives|comparison*|"
        "compare|compared|better than|rating|ratings|ranked|pros and cons|worth it|competitors|recommended|"
        "similar to",
        "buy|buying|purchase|order|price|prices|pricing|cheap|cheapest|affordable|deal|deals|discount*|"
        "coupon*|promo code|voucher*|sale|for sale|near me|shop|store|shipping|delivery|hire|rent|rental|"
        "book|booking|quote|quotes|free trial|trial|subscription|subscribe|download|cost|costs|how much|"
        "wholesale|in stock",
        "login|log in|sign in|signin|sign up|logout|official site|official website|homepage|"
        "customer service|phone number|support number|my account|opening hours|www",
    ),
    "de": IntentWords(
        "wie|was|warum|wieso|weshalb|wann|wo|wer|welche|welcher|welches|wozu|kann|kann man|darf|ist|sind",
        "anleitung*|tutorial*|erklärt|erklärung|bedeutung|definition|beispiel*|ideen|tipps|ratgeber|lernen|"
        "selber machen|selbst machen|was ist|was sind|wie funktioniert|unterschied*|ursache*|symptom*|"
        "geschichte|vorlage*|rezept*|checkliste|wissen|kurs|kurse",
        "beste|besten|bester|bestes|top|vergleich*|test|tests|testsieger|erfahrung|erfahrungen|bewertung*|"
        "alternative|alternativen|vs|versus|oder|empfehlung*|vor und nachteile|stiftung warentest",
        "kaufen|kauf|bestellen|preis|preise|preisvergleich|günstig|günstige|günstiger|günstigste|billig*|"
        "angebot|angebote|rabatt*|gutschein*|in der nähe|shop|online shop|mieten|buchen|kosten|was kostet|"
        "wie viel kostet|sale|lieferung|versand|kostenlos testen|herunterladen|download|gebraucht|abo|"
        "termin",
        "login|anmelden|anmeldung|einloggen|log in|kundenservice|telefonnummer|kontakt|offizielle seite|"
        "mein konto|öffnungszeiten|kundenportal|hotline",
    ),
    "fr": IntentWords(
        "comment|pourquoi|quand|où|qui|quoi|quel|quelle|quels|quelles|qu est ce que|qu est ce qu|"
        "c est quoi|est ce que|peut on",
        "guide|tutoriel*|tuto|tutos|définition|signification|exemple*|idée|idées|conseils|astuces|"
        "apprendre|explication*|différence entre|symptôme*|cause|causes|histoire|modèle|recette*|fiche|"
        "cours|formation",
        "meilleur|meilleure|meilleurs|meilleures|top|comparatif*|comparaison|comparateur|avis|test|tests|"
        "vs|versus|alternative|alternatives|classement|quel choisir|lequel choisir|"
        "avantages et inconvénients",
        "acheter|achat|prix|tarif|tarifs|pas cher|pas chère|moins cher|promo|promotion*|réduction|"
        "code promo|solde*|livraison|commander|près de moi|à proximité|louer|location|réserver|réservation|"
        "devis|coût|combien coûte|boutique|magasin|télécharger|essai gratuit|abonnement|offre|offres|"
        "occasion",
        "connexion|se connecter|login|mon compte|espace client|site officiel|service client|"
        "numéro de téléphone|contact|horaires|identifiant",
    ),
    "es": IntentWords(
        "cómo|como|qué|que es|que son|por qué|porque|cuándo|cuando|dónde|donde|quién|quien|cuál|cual|"
        "cuáles|para qué|se puede|puedo",
        "guía|guia|tutorial*|definición|definicion|significado|significa|ejemplo*|ideas|consejos|trucos|"
        "aprender|explicación|diferencia entre|diferencias|síntomas|causas|historia|plantilla*|receta*|"
        "curso|cursos|paso a paso",
        "mejor|mejores|top|comparativa*|comparación|comparar|opiniones|opinión|reseña*|review|reviews|vs|"
        "versus|alternativa|alternativas|ranking|ventajas y desventajas|recomendado*",
        "comprar|compra|precio|precios|barato|barata|baratos|baratas|económico*|oferta|ofertas|descuento*|"
        "cupón|cupones|rebajas|cerca de mí|cerca de mi|tienda|tiendas|alquilar|alquiler|reservar|"
        "presupuesto|coste|costo|cuánto cuesta|cuanto cuesta|envío|gratis|descargar|prueba gratis|"
        "suscripción|pedir|en venta|segunda mano",
        "iniciar sesión|iniciar sesion|login|mi cuenta|acceso|página oficial|sitio oficial|web oficial|"
        "atención al cliente|contacto|horario",
    ),
    "it": IntentWords(
        "come|cosa|cos è|che cos è|che cosa|perché|perche|quando|dove|chi|quale|quali|a cosa serve|si può",
        "guida|guide|tutorial*|definizione|significato|esempio|esempi|idee|consigli|trucchi|imparare|"
        "spiegazione|differenza tra|differenze|sintomi|cause|storia|modello|ricetta|ricette|corso|corsi",
        "migliore|migliori|miglior|top|confronto|confronti|recensione|recensioni|opinioni|vs|versus|"
        "alternativa|alternative|classifica|pro e contro|consigliati",
        "comprare|acquistare|acquisto|prezzo|prezzi|economico|economici|economica|offerta|offerte|sconto|"
        "sconti|codice sconto|coupon|vicino a me|negozio|negozi|noleggio|noleggiare|affitto|prenotare|"
        "prenotazione|preventivo|costo|costi|quanto costa|spedizione|scaricare|scarica|prova gratuita|"
        "abbonamento|in vendita|usato",
        "accedi|accesso|login|area clienti|area riservata|sito ufficiale|assistenza clienti|"
        "numero di telefono|contatti|orari",
    ),
    "pt": IntentWords(
        "como|o que é|o que e|o que são|que é|por que|porque|quando|onde|quem|qual|quais|para que serve|"
        "posso",
        "guia|tutorial*|definição|significado|exemplo*|ideias|dicas|truques|aprender|explicação|"
        "diferença entre|diferenças|sintomas|causas|história|modelo|modelos|receita*|curso|cursos|"
        "passo a passo",
        "melhor|melhores|top|comparativo|comparação|comparar|avaliação|avaliações|opiniões|review|reviews|"
        "vs|versus|alternativa|alternativas|ranking|vale a pena|prós e contras|resenha",
        "comprar|compra|preço|preços|preco|barato|barata|baratos|mais barato|oferta|ofertas|promoção|"
        "promoções|desconto*|cupom|cupão|perto de mim|loja|lojas|alugar|aluguel|aluguer|reservar|orçamento|"
        "custo|quanto custa|frete|entrega|grátis|baixar|download|teste grátis|assinatura|à venda|usado",
        "login|iniciar sessão|minha conta|site oficial|página oficial|atendimento|contato|contacto|horário",
    ),
    "nl": IntentWords(
        "hoe|wat|waarom|wanneer|waar|wie|welke|welk|waarvoor|kan|kan je|kun je|mag|is|zijn",
        "gids|handleiding*|tutorial*|uitleg|betekenis|definitie|voorbeeld*|ideeën|tips|leren|"
        "verschil tussen|verschil|symptomen|oorzaak|oorzaken|geschiedenis|sjabloon|recept|recepten|"
        "stappenplan|cursus",
        "beste|top|vergelijk*|vergelijking|review|reviews|ervaring|ervaringen|test|vs|versus|alternatief|"
        "alternatieven|voor en nadelen|aanbevolen|beoordeling*",
        "kopen|koop|bestellen|prijs|prijzen|goedkoop|goedkope|goedkoopste|aanbieding|aanbiedingen|korting*|"
        "kortingscode|in de buurt|winkel|webshop|huren|boeken|kosten|wat kost|hoeveel kost|offerte|"
        "levering|verzending|downloaden|gratis proberen|abonnement|te koop|tweedehands",
        "inloggen|login|aanmelden|mijn account|officiële website|klantenservice|telefoonnummer|contact|"
        "openingstijden",
    ),
    "pl": IntentWords(
        "jak|co|co to|czym jest|dlaczego|czemu|kiedy|gdzie|kto|który|która|które|jaki|jaka|jakie|czy|po co|"
        "do czego",
        "poradnik*|instrukcja|instrukcje|tutorial*|definicja|znaczenie|przykład*|pomysły|porady|wskazówki|"
        "nauka|objawy|przyczyny|historia|różnica między|różnice|wzór|szablon*|przepis*|kurs|krok po kroku",
        "najlepszy|najlepsza|najlepsze|najlepszych|top|ranking*|porównanie|porównywarka|opinie|opinia|"
        "recenzja|recenzje|test|vs|czy lepiej|alternatywa|alternatywy|polecane|wady i zalety",
        "kup|kupić|kupno|zakup|cena|ceny|cennik|tani|tania|tanie|tanio|promocja|promocje|rabat*|"
        "kod rabatowy|kupon*|blisko mnie|w pobliżu|sklep|sklepy|wynajem|wynająć|rezerwacja|zamów|zamówić|"
        "koszt|koszty|ile kosztuje|dostawa|pobierz|za darmo|abonament|na sprzedaż|używane",
        "logowanie|zaloguj|zaloguj się|login|moje konto|oficjalna strona|obsługa klienta|infolinia|kontakt|"
        "godziny otwarcia",
    ),
    "ru": IntentWords(
        "как|что|что такое|почему|зачем|когда|где|кто|какой|какая|какое|какие|чем|можно ли|для чего|сколько",
        "руководств*|инструкц*|туториал|определение|значение|что значит|пример*|идеи|советы|научиться|"
        "обучение|своими руками|симптомы|причины|история|разница между|отличие|отличия|шаблон*|рецепт*|"
        "курс|курсы",
        "лучший|лучшая|лучшее|лучшие|лучших|топ|рейтинг*|сравнение|сравнить|отзыв|отзывы|обзор|обзоры|vs|"
        "против|или|аналог|аналоги|альтернатива|альтернативы|плюсы и минусы|что лучше|какой лучше",
        "купить|покупка|цена|цены|стоимость|сколько стоит|дешево|дёшево|дешевый|дешевые|недорого|недорогой|"
        "скидка|скидки|промокод*|акция|акции|рядом со мной|рядом|магазин|магазины|интернет магазин|"
        "заказать|заказ|аренда|снять|забронировать|доставка|скачать|бесплатно|подписка|распродажа|бу",
        "войти|вход|личный кабинет|авторизация|логин|официальный сайт|служба поддержки|контакты|"
        "горячая линия|часы работы",
    ),
    "uk": IntentWords(
        "як|що|що таке|чому|навіщо|коли|де|хто|який|яка|яке|які|чи можна|для чого",
        "інструкц*|посібник|визначення|значення|приклад*|ідеї|поради|навчання|симптоми|причини|історія|"
        "різниця між|шаблон*|рецепт*|курс|курси",
        "найкращий|найкраща|найкраще|найкращі|топ|рейтинг*|порівняння|відгук|відгуки|огляд|огляди|vs|або|"
        "аналог|аналоги|альтернатива|альтернативи",
        "купити|ціна|ціни|вартість|скільки коштує|дешево|недорого|знижка|знижки|промокод*|акція|магазин|"
        "замовити|оренда|доставка|завантажити|скачати|безкоштовно",
        "увійти|вхід|особистий кабінет|офіційний сайт|служба підтримки|контакти",
    ),
    "tr": IntentWords(
        "nasıl|ne|nedir|neden|niçin|niye|ne zaman|nerede|kim|hangi|ne demek|ne işe yarar",
        "nasıl*|nedir|neden|ne demek|rehber*|kılavuz*|anlamı|tanımı|örnek*|fikir*|ipuçları|öğren*|"
        "belirtileri|nedenleri|tarihi|arasındaki fark*|şablon*|tarif*|kurs*|yapımı",
        "en iyi|en iyiler|en iyileri|top|karşılaştırma*|yorum*|inceleme*|vs|mi yoksa|alternatif*|tavsiye*|"
        "öneri*|avantaj*|hangisi",
        "satın al|satın alma|al|fiyat*|ucuz*|en ucuz|uygun|indirim*|kupon*|kampanya*|yakınımda*|mağaza*|"
        "kiralık|kirala*|rezervasyon|sipariş*|kaç para|ne kadar|ücret*|kargo|indir|ücretsiz|abonelik|"
        "satılık|ikinci el",
        "giriş|giriş yap|oturum aç|login|hesabım|resmi site*|müşteri hizmetleri|telefon numarası|iletişim",
    ),
    "id": IntentWords(
        "bagaimana|apa|apa itu|mengapa|kenapa|kapan|dimana|di mana|siapa|yang mana|apakah|bolehkah",
        "cara|panduan|tutorial*|pengertian|definisi|arti|adalah|contoh*|ide|tips|belajar|gejala|penyebab|"
        "sejarah|perbedaan|fungsi|manfaat|template|resep|kursus",
        "terbaik|terbagus|top|rekomendasi|perbandingan|bandingkan|review|ulasan|vs|atau|alternatif|"
        "kelebihan dan kekurangan|peringkat",
        "beli|jual|harga|murah|termurah|diskon|promo|kupon|voucher|terdekat|toko|sewa|rental|pesan|booking|"
        "biaya|berapa harga|ongkir|download|unduh|gratis|langganan|dijual|bekas",
        "login|masuk|akun saya|situs resmi|website resmi|layanan pelanggan|nomor telepon|kontak",
    ),
    "hi": IntentWords(
        "कैसे|क्या|क्या है|क्यों|कब|कहाँ|कहां|कौन|कौन सा|कौनसा|किस|kaise|kya|kya hai|kyu|kyon",
        "कैसे|क्या है|क्यों|मतलब|अर्थ|परिभाषा|उदाहरण|तरीका|तरीके|उपाय|टिप्स|सीखें|लक्षण|कारण|फायदे|इतिहास|"
        "जानकारी|विधि|रेसिपी|kaise|kaise kare|kya hai|matlab|tarika|fayde|in hindi",
        "सबसे अच्छा|सबसे अच्छी|सबसे अच्छे|सर्वश्रेष्ठ|बेस्ट|टॉप|तुलना|रिव्यू|समीक्षा|बनाम|विकल्प|sabse accha|sabse achha",
        "खरीदें|खरीदना|खरीदे|कीमत|दाम|मूल्य|सस्ता|सस्ती|सस्ते|छूट|ऑफर|कूपन|पास में|दुकान|किराया|किराए|बुक|"
        "ऑर्डर|डाउनलोड|मुफ्त|फ्री|शुल्क|कितने का|kimat|sasta|download|kharide",
        "लॉगिन|लॉग इन|साइन इन|आधिकारिक वेबसाइट|कस्टमर केयर|हेल्पलाइन|संपर्क",
    ),
    "ja": IntentWords(
        "なぜ|なんで|どうして|どうやって",
        "とは|方法|やり方|使い方|作り方|意味|仕組み|なぜ|どうやって|理由|原因|症状|例文|書き方|始め方|初心者|入門|"
        "違い|歴史|コツ|できない|読み取り方|ガイド|チュートリアル|レシピ|"
        "テンプレート",
        "おすすめ|オススメ|ランキング|比較|評判|口コミ|レビュー|人気|最強|どっち|選び方|代替|メリット|デメリット|ベスト|vs",
        "購入|買う|買い方|通販|価格|値段|料金|費用|安い|激安|格安|最安値|セール|割引|クーポン|送料|近く|店舗|予約|レンタル|注文|ダウンロード|無料|見積|申し込み|販売|中古|お試し",
        "ログイン|サインイン|公式|マイページ|ホームページ|問い合わせ|電話番号|営業時間",
    ),
    "zh": IntentWords(
        "怎么|如何|为什么|什么是|為什麼|怎麼|什麼是",
        "怎么|如何|什么|教程|指南|方法|意思|含义|定义|例子|为什么|原因|症状|区别|技巧|入门|历史|怎麼|教學|什麼|步骤|食谱",
        "最好|最佳|排名|排行|推荐|比较|对比|评测|评价|哪个好|替代|优缺点|推薦|比較|評價|vs",
        "购买|买|价格|多少钱|便宜|优惠|折扣|打折|团购|附近|租|预订|订购|下载|免费|报价|购物|價格|購買|下載|免費|二手|批发",
        "登录|登陆|登入|官网|官方网站|官方網站|客服|电话|联系",
    ),
    "ko": IntentWords(
        "어떻게|왜|무엇|언제|어디서|누가|어떤",
        "방법|하는법|하는 법|사용법|만드는 법|뜻|의미|이란|란|어떻게|이유|"
        "원인|증상|차이|예시|가이드|강의|배우기|레시피|팁",
        "추천|순위|비교|후기|리뷰|평가|베스트|인기|대안|장단점|vs",
        "구매|사기|가격|비용|할인|쿠폰|저렴한|최저가|세일|근처|매장|예약|렌탈|주문|다운로드|무료|배송|판매|중고",
        "로그인|공식|홈페이지|고객센터|전화번호",
    ),
    "sv": IntentWords(
        "hur|vad|varför|när|var|vem|vilken|vilket|vilka|kan man",
        "guide|tutorial*|betydelse|definition|exempel|idéer|tips|lära|skillnad*|symptom|orsak*|historia|"
        "mall|recept|vad är|hur gör man|kurs|instruktion*",
        "bäst|bästa|topp|jämför|jämförelse|recension*|test|bäst i test|vs|eller|alternativ|omdöme*|betyg",
        "köp|köpa|pris|priser|billig|billiga|billigt|billigast|rabatt*|rabattkod|erbjudande*|rea|nära mig|"
        "butik|hyra|boka|kostar|kostnad|vad kostar|beställ*|ladda ner|gratis|till salu|begagnad*",
        "logga in|inloggning|login|mina sidor|kundtjänst|telefonnummer|kontakt|öppettider|officiell*",
    ),
    "ar": IntentWords(
        "كيف|ما هو|ما هي|ما|ماذا|لماذا|متى|أين|اين|من|أي|هل",
        "طريقة|كيفية|شرح|تعريف|معنى|مثال|أمثلة|افكار|أفكار|نصائح|تعلم|دليل|الفرق بين|اعراض|أعراض|أسباب|"
        "تاريخ|وصفة|دورة",
        "أفضل|افضل|احسن|أحسن|مقارنة|مراجعة|تقييم|بديل|بدائل|تجربتي|ضد",
        "شراء|سعر|اسعار|أسعار|رخيص|رخيصة|ارخص|أرخص|عروض|عرض|خصم|كوبون|بالقرب مني|متجر|محل|حجز|تأجير|ايجار|"
        "إيجار|تكلفة|كم سعر|تحميل|تنزيل|مجانا|طلب|للبيع|توصيل|اشتراك",
        "تسجيل الدخول|تسجيل دخول|الموقع الرسمي|خدمة العملاء|رقم هاتف|حسابي|اتصل",
    ),
    "vi": IntentWords(
        "làm sao|làm thế nào|tại sao|vì sao|khi nào|ở đâu|ai|cái gì",
        "cách|hướng dẫn|là gì|ý nghĩa|định nghĩa|ví dụ|ý tưởng|mẹo|học|triệu chứng|nguyên nhân|lịch sử|"
        "sự khác nhau|mẫu|công thức|khóa học",
        "tốt nhất|top|so sánh|đánh giá|review|vs|hay|thay thế|nên mua|xếp hạng|ưu nhược điểm",
        "mua|bán|giá|giá rẻ|rẻ|rẻ nhất|giảm giá|khuyến mãi|mã giảm giá|gần đây|gần tôi|cửa hàng|thuê|đặt|"
        "chi phí|bao nhiêu tiền|tải|tải về|miễn phí|cũ",
        "đăng nhập|đăng ký|trang chủ|chính thức|tổng đài|số điện thoại|liên hệ",
    ),
    "th": IntentWords(
        "ทำไม|อย่างไร|ยังไง",
        "วิธี|คืออะไร|คือ|ความหมาย|แปลว่า|ตัวอย่าง|ทำไม|อย่างไร|ยังไง|สอน|เรียน|อาการ|สาเหตุ|ประวัติ|เคล็ดลับ|สูตร",
        "ดีที่สุด|แนะนำ|เปรียบเทียบ|รีวิว|ยี่ห้อไหนดี|ไหนดี|อันดับ|vs|ข้อดีข้อเสีย",
        "ซื้อ|ขาย|ราคา|ถูก|ส่วนลด|โปรโมชั่น|คูปอง|ใกล้ฉัน|ร้าน|เช่า|จอง|สั่ง|ค่าใช้จ่าย|กี่บาท|ดาวน์โหลด|โหลด|ฟรี|มือสอง",
        "เข้าสู่ระบบ|ล็อกอิน|เบอร์โทร|ติดต่อ",
    ),
    LOANWORDS: IntentWords(
        "how to|what is",
        "how to|tutorial*|diy|faq|tips",
        "best|top 10|vs|versus|review|reviews|alternative|alternatives",
        "buy|price|cheap|near me|coupon*|voucher*|download|free trial|online shop",
        "login|log in|sign in|homepage|www",
    ),
}
