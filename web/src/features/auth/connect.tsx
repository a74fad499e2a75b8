"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ApiError } from "@/api/errors";
import { type AppRequest, appRequestOf, useAppRequest } from "@/api/queries/apps";
import { useSession } from "@/api/session";
import { Entry } from "@/ui/entry";
import { ConnectForm } from "./connect-form";

/** An app asks to act for the person who is signed in. Nothing is sent back before they decide. */
export function Connect() {
  const router = useRouter();
  const [request, setRequest] = useState<AppRequest | null>(null);
  useEffect(() => setRequest(appRequestOf(window.location.search)), []);
  const session = useSession();
  const signedOut = session.error instanceof ApiError && session.error.status === 401;
  useEffect(() => {
    const here = `${window.location.pathname}${window.location.search}`;
    if (signedOut) router.replace(`/login/?next=${encodeURIComponent(here)}`);
  }, [signedOut, router]);
  const asks = useAppRequest(request, session.isSuccess);
  if (asks.error) {
    return (
      <Entry title="This app cannot be connected" lead={asks.error.message}>
        <p className="text-pretty text-soft">
          Nothing was given to it. Close this page, or begin again from the app.
        </p>
      </Entry>
    );
  }
  if (session.error && !signedOut) {
    return <Entry title="Nobody could check who you are" lead={session.error.message} />;
  }
  if (!asks.data || !request || !session.data) return <Entry title="Looking who asks…" />;
  return <ConnectForm asks={asks.data} request={request} person={session.data.user} />;
}
