import {
  type AccountSettings,
  type AccountSettingsRequest,
  type AiKind,
  type AiProvider,
  type AiProviderTest,
  type ApiToken,
  type ApiTokenRequest,
  type AuditEntry,
  client,
  type Me,
  type Member,
  type MemberRequest,
  type NewApiToken,
  type NewMember,
  type OwnChange,
  type Page,
  type Role,
  type SiteChange,
  type SiteRequest,
  type SiteSettings,
  unwrap,
  unwrapPage,
} from "@/lib/api";

const MOST = 200;
const everything = { query: { page_size: MOST } };
const byId = (id: string) => ({ path: { id } });

async function account(): Promise<AccountSettings> {
  return unwrap(client.GET("/api/v1/account/"));
}

async function changeAccount(body: AccountSettingsRequest): Promise<AccountSettings> {
  return unwrap(client.PATCH("/api/v1/account/", { body }));
}

async function sites(): Promise<SiteSettings[]> {
  return (await unwrapPage(client.GET("/api/v1/sites/", { params: everything }))).items;
}

async function createSite(body: SiteRequest): Promise<SiteSettings> {
  return unwrap(client.POST("/api/v1/sites/", { body }));
}

async function changeSite(id: string, body: SiteChange): Promise<SiteSettings> {
  return unwrap(client.PATCH("/api/v1/sites/{id}/", { params: byId(id), body }));
}

async function deleteSite(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/sites/{id}/", { params: byId(id) }));
}

async function members(): Promise<Member[]> {
  return (await unwrapPage(client.GET("/api/v1/account/members/", { params: everything }))).items;
}

/** The answer carries a first password for a person who is new here: it is shown this once. */
async function addMember(body: MemberRequest): Promise<NewMember> {
  return unwrap(client.POST("/api/v1/account/members/", { body }));
}

async function changeRole(id: string, role: Role): Promise<Member> {
  const params = byId(id);
  return unwrap(client.PATCH("/api/v1/account/members/{id}/", { params, body: { role } }));
}

async function removeMember(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/account/members/{id}/", { params: byId(id) }));
}

/** Changes what concerns oneself: name and password. */
async function changeMe(body: OwnChange): Promise<Me> {
  return unwrap(client.PATCH("/api/v1/me/", { body }));
}

async function providers(): Promise<AiProvider[]> {
  return unwrap(client.GET("/api/v1/ai/providers/"));
}

async function testProvider(kind: AiKind): Promise<AiProviderTest> {
  return unwrap(client.POST("/api/v1/ai/providers/test/", { body: { kind } }));
}

async function tokens(): Promise<ApiToken[]> {
  return (await unwrapPage(client.GET("/api/v1/account/tokens/", { params: everything }))).items;
}

/** The answer carries the secret: it is shown this once. */
async function createToken(body: ApiTokenRequest): Promise<NewApiToken> {
  return unwrap(client.POST("/api/v1/account/tokens/", { body }));
}

async function revokeToken(id: string): Promise<void> {
  await unwrap(client.DELETE("/api/v1/account/tokens/{id}/", { params: byId(id) }));
}

/** What signs the messages that rules send to other programs. */
async function signingSecret(): Promise<string> {
  return (await unwrap(client.GET("/api/v1/automation/notifications/signing-secret/"))).secret;
}

async function newSigningSecret(): Promise<string> {
  return (await unwrap(client.POST("/api/v1/automation/notifications/signing-secret/"))).secret;
}

async function audit(page: number, pageSize: number): Promise<Page<AuditEntry>> {
  const params = { query: { page, page_size: pageSize } };
  return unwrapPage(client.GET("/api/v1/account/audit-log/", { params }));
}

export const settingsApi = {
  account,
  changeAccount,
  sites,
  createSite,
  changeSite,
  deleteSite,
  members,
  addMember,
  changeRole,
  removeMember,
  changeMe,
  providers,
  testProvider,
  tokens,
  createToken,
  revokeToken,
  signingSecret,
  newSigningSecret,
  audit,
};
