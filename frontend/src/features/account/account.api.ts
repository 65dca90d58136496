import { ApiError, client, type Me, unwrap } from "@/lib/api";

/** Who is logged in; null when nobody is. */
async function me(): Promise<Me | null> {
  try {
    return await unwrap(client.GET("/api/v1/me/"));
  } catch (error) {
    if (error instanceof ApiError && error.isUnauthorized) return null;
    throw error;
  }
}

async function login(email: string, password: string): Promise<void> {
  await unwrap(client.POST("/api/v1/auth/login/", { body: { email, password } }));
}

async function logout(): Promise<void> {
  await unwrap(client.POST("/api/v1/auth/logout/"));
}

export const accountApi = { me, login, logout };
