import type { NextConfig } from "next";

const isDevelopment = process.env.NODE_ENV === "development";
const apiOrigin = process.env.MARKETING_AGENT_API ?? "http://localhost:8000";

/** Static export: the API process serves `out/`, so nothing here may need Node at run time. */
const config: NextConfig = {
  output: isDevelopment ? undefined : "export",
  trailingSlash: true,
  reactStrictMode: true,
  devIndicators: false,
  images: { unoptimized: true },
  ...(isDevelopment && {
    skipTrailingSlashRedirect: true,
    rewrites: async () => [{ source: "/api/:path*", destination: `${apiOrigin}/api/:path*` }],
  }),
};

export default config;
