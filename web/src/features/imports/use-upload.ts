"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { importsKey } from "@/api/keys";
import { useWorkspace } from "@/api/session";
import { type Upload, uploadFiles } from "@/api/upload";
import type { PathFile } from "@/lib/dropped-files";

export type UploadState =
  | { step: "idle" }
  | { step: "listing" }
  | { step: "sending"; files: number; bytes: number; fraction: number }
  | { step: "failed"; message: string };

const NOTHING = "There was no file in what you dropped. Drop a folder, a zip or CSV files.";

const bytesOf = (files: PathFile[]) => files.reduce((sum, { file }) => sum + file.size, 0);

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : "The files could not be read.";

/** One upload at a time: list the files, send them, hand the new import to `onStarted`. */
export function useUpload(onStarted: (importId: string) => void) {
  const client = useQueryClient();
  const { id } = useWorkspace();
  const [state, setState] = useState<UploadState>({ step: "idle" });
  const upload = useRef<Upload>(null);

  const transfer = async (files: PathFile[]) => {
    const size = { files: files.length, bytes: bytesOf(files) };
    setState({ step: "sending", ...size, fraction: 0 });
    upload.current = uploadFiles(files, (fraction) =>
      setState({ step: "sending", ...size, fraction }),
    );
    const started = await upload.current.promise;
    await client.invalidateQueries({ queryKey: importsKey(id) });
    setState({ step: "idle" });
    onStarted(started.import_id);
  };

  const send = async (listing: PathFile[] | Promise<PathFile[]>) => {
    setState({ step: "listing" });
    try {
      const files = await listing;
      if (files.length === 0) setState({ step: "failed", message: NOTHING });
      else await transfer(files);
    } catch (error) {
      setState({ step: "failed", message: messageOf(error) });
    }
  };

  return { state, send, cancel: () => upload.current?.cancel() };
}
