import type { Metadata } from "next";
import { WebhooksPage } from "@/features/settings/webhooks-page";

export const metadata: Metadata = { title: "Webhooks" };

export default WebhooksPage;
