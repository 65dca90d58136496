/** Clusters, ideas and writing tasks; the keywords are with the articles. */
import type { Cluster, Idea, ImportPreview, WritingTask } from "@/lib/api";

import { ago } from "./time";

const cluster = (id: string, name: string, part: Partial<Cluster>): Cluster => ({
  id,
  site: "s1",
  sector: null,
  name,
  head_keyword: name.toLowerCase(),
  intent: "informational",
  language: "en",
  status: "new",
  keyword_count: 2,
  volume: null,
  impressions: null,
  difficulty: null,
  demand: 0,
  created_at: ago(8000),
  updated_at: ago(8000),
  ...part,
});

export const clusters: Cluster[] = [
  cluster("c1", "Scan documents", { status: "planned", volume: 20_200, demand: 20_200 }),
  cluster("c2", "Scan to PDF", { keyword_count: 1, impressions: 6600, demand: 6600 }),
  cluster("c3", "Scanner apps", {
    intent: "commercial",
    volume: 500,
    impressions: 900,
    demand: 1400,
    difficulty: 31.4,
  }),
];

export const brief = {
  h1: "How to scan documents with your phone",
  title_variants: ["Scan documents with a phone: what matters"],
  meta_title: "Scan documents with your phone",
  meta_description: "Light, angle, format: how to scan documents with a phone.",
  target_keyphrase: "scan documents with phone",
  supporting_keywords: ["phone document scanner"],
  intent: "informational",
  content_type: "how_to",
  audience: "People without a scanner",
  outline: [
    { level: 2, heading: "What you need", notes: "Light, surface, app.", keywords: [] },
    { level: 3, heading: "Light", notes: "", keywords: [] },
  ],
  faq: [{ question: "Is a photo enough?", guidance: "Mostly; say when not." }],
  internal_links: [{ anchor: "scan to PDF", url: "https://scan.example/scan-to-pdf/", section: "" }],
  schema_type: "Article",
  entities: ["PDF"],
  questions: ["Which format?"],
  tone: "plain",
  out_of_scope: ["Flatbed scanners"],
  word_count_min: 900,
  word_count_max: 1400,
  call_to_action: "Try the app",
  language: "en",
};

const idea = (id: string, title: string, part: Partial<Idea>): Idea => ({
  id,
  site: "s1",
  cluster: "c1",
  title,
  angle: "Shows it in five pictures.",
  intent: "informational",
  content_type: "how_to",
  target_keyphrase: title.toLowerCase(),
  supporting_keywords: [],
  brief,
  language: "en",
  status: "new",
  duplicate_of: "",
  demand: 12_100,
  created_at: ago(7000),
  updated_at: ago(7000),
  ...part,
});

export const ideas: Idea[] = [
  idea("i1", "Scan documents with your phone", {}),
  idea("i2", "Scanner apps compared", { intent: "commercial", content_type: "comparison" }),
  idea("i3", "Scan to PDF", { status: "approved" }),
  idea("i4", "Scan receipts", { status: "planned" }),
  idea("i5", "Scan old photos", { status: "rejected" }),
  idea("i6", "Phone scanning", {
    status: "duplicate",
    brief: {},
    duplicate_of: "the idea “Scan documents with your phone”",
  }),
];

const writingTask = (id: string, title: string, part: Partial<WritingTask>): WritingTask => ({
  id,
  site: "s1",
  idea: null,
  title,
  content_type: "how_to",
  target_keyphrase: title.toLowerCase(),
  brief,
  language: "en",
  status: "waiting",
  demand: 40,
  content: null,
  created_at: ago(6000),
  updated_at: ago(6000),
  ...part,
});

export const writingTasks: WritingTask[] = [
  writingTask("wt1", "Scan receipts", { idea: "i4" }),
  writingTask("wt2", "Scan a book", { status: "written", content: "k1" }),
  writingTask("wt3", "Scan a wall", { status: "cancelled" }),
];

export const importPreview: ImportPreview = {
  format: "search_console",
  columns: [
    { index: 0, header: "Top queries", field: "keyword" },
    { index: 1, header: "Clicks", field: "clicks" },
    { index: 2, header: "Impressions", field: "impressions" },
    { index: 3, header: "", field: "" },
  ],
  rows: [["scan to pdf", "12", "340", "x"]],
  keywords: [],
  errors: [],
  row_count: 1200,
  row_count_is_exact: true,
  problem: "",
  fields: ["keyword", "volume", "impressions", "clicks"],
};
