import type { Content, Image, Keyword, SeoFinding } from "@/lib/api";

import { ago } from "./time";

const HTML = `<p>Scanning a document with a phone takes seconds once the light is right and the page lies flat.
This guide walks through what matters, in the order in which it matters.</p>
<h2>What you need before you scan documents with a phone</h2>
<p>A plain background helps the camera find the edges. Daylight from the side beats a lamp from above,
and <a href="/preview/s1/scan-to-pdf/">a scan to PDF</a> keeps several pages together.</p>
<ul><li>A dark, even surface</li><li>Light from the side</li><li>A steady hand, or the timer</li></ul>
<h2>Which format should the scan have?</h2>
<table><tr><th>Format</th><th>Good for</th></tr><tr><td>PDF</td><td>letters, contracts, several pages</td></tr>
<tr><td>JPEG</td><td>a single photo or receipt</td></tr></table>
<blockquote>Check the scan at full size before the paper goes into the bin.</blockquote>`;

const SCORES = { good: 9, ok: 6, bad: 3 } as const;

const finding = (
  check: string,
  rating: SeoFinding["rating"],
  message: string,
  place: string | null = null,
): SeoFinding => ({ check, name: check, group: "seo", rating, score: SCORES[rating], message, place });

const content = (part: Partial<Content>): Content => ({
  task: null,
  kind: "article",
  excerpt: "",
  language: "en",
  schema_type: "Article",
  categories: [],
  tags: [],
  length_report: {},
  optimization: {},
  optimized_at: null,
  image: null,
  version: 1,
  demand: 0,
  publish_at: null,
  published_at: null,
  created_at: ago(400),
  id: "k1",
  title: "How to scan documents with your phone: a guide that works",
  slug: "scan-documents-with-phone",
  site: "s1",
  status: "published",
  needs_writing: true,
  word_count: 1240,
  seo_score: 84,
  keyphrase: "scan documents with phone",
  meta_title: "How to scan documents with your phone",
  meta_description:
    "Scan documents with your phone in good light, straight and readable: what you need, which format to choose, and how to check the result.",
  html: HTML,
  published_url: "/preview/s1/scan-documents-with-phone/",
  updated_at: ago(330),
  seo_findings: [
    finding("title_width", "good", "The title fits into search results."),
    finding("meta_description", "good", "The description has 138 characters."),
    finding("keyphrase_title", "good", "The title begins with the keyphrase."),
    finding(
      "sentences",
      "ok",
      "27 % of the sentences have more than 20 words; 25 % would be good.",
      "Section “Which format should the scan have?”",
    ),
    finding(
      "outbound",
      "bad",
      "There is no link to another website. Link one source that backs what you say.",
    ),
  ],
  ...part,
});

export const articles: Content[] = [
  content({}),
  content({
    id: "k2",
    title: "Scan to PDF on Android and iPhone: which app for what",
    keyphrase: "scan to pdf",
    status: "review",
    needs_writing: false,
    seo_score: 61,
    word_count: 1480,
    published_url: "",
  }),
  content({
    id: "k3",
    title: "QR code scanner from a picture",
    keyphrase: "qr code scanner from image",
    status: "draft",
    seo_score: 34,
    word_count: 410,
    published_url: "",
  }),
  content({
    id: "k4",
    title: "Receipts in order",
    seo_score: null,
    status: "draft",
    published_url: "",
  }),
];

const CARD = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="1200" height="630" fill="#0b4a42"/><text x="80" y="330" fill="#fff" font-family="sans-serif" font-size="64" font-weight="700">Scan documents with your phone</text></svg>`;
export const imagePath = "/media/k1.svg";
export const imageSvg = CARD;

export const images: Image[] = [
  {
    id: "m1",
    content: "k1",
    site: "s1",
    url: imagePath,
    srcset: "",
    alt_text: "Title card: scan documents with your phone",
    width: 1200,
    height: 630,
    role: "featured",
    prompt: "",
    provider: "title_card",
    model: "",
    created_at: ago(350),
  },
];

const keyword = (id: string, text: string, part: Partial<Keyword>): Keyword => ({
  id,
  text,
  site: "s1",
  sector: null,
  cluster: null,
  cluster_name: null,
  folded_into: null,
  status: "new",
  intent: "",
  language: "en",
  volume: null,
  difficulty: null,
  cpc: null,
  currency: "",
  clicks: null,
  impressions: null,
  ctr: null,
  position: null,
  country: "",
  url: "",
  serp_urls: [],
  demand: 0,
  created_at: ago(9000),
  updated_at: ago(9000),
  ...part,
});

const scanning = { cluster: "c1", cluster_name: "Scan documents" };

export const keywords: Keyword[] = [
  keyword("w1", "scan documents with phone", { ...scanning, volume: 12_100, impressions: 20_400 }),
  keyword("w2", "phone document scanner", { ...scanning, volume: 8_100 }),
  keyword("w3", "scan to pdf", { cluster: "c2", cluster_name: "Scan to PDF", volume: 6_600 }),
  keyword("w4", "qr code scanner from image", {}),
];
