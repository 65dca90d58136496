import { client, type Notice, type Page, unwrap, unwrapPage } from "@/lib/api";

const PATH = "/api/v1/automation/notifications/";

export interface NoticeFilters {
  unread?: boolean;
  severity?: Notice["severity"];
  search?: string;
  page?: number;
  page_size: number;
}

async function list(query: NoticeFilters): Promise<Page<Notice>> {
  return unwrapPage(client.GET(PATH, { params: { query } }));
}

async function markRead(id: string): Promise<Notice> {
  return unwrap(client.POST(`${PATH}{id}/read/`, { params: { path: { id } } }));
}

async function markAllRead(): Promise<void> {
  await unwrap(client.POST(`${PATH}read-all/`));
}

export const notificationsApi = { list, markRead, markAllRead };
