"use client";
import dynamic from "next/dynamic";
import { useEffect } from "react";
import { useKpiParam } from "@/lib/params";
import { onPreloadWorkings } from "@/lib/preload";

const load = () => import("./drawer").then((module) => module.Drawer);
const Drawer = dynamic(load, { ssr: false });

/** The glass box: whichever figure the address names is shown with its workings. */
export function Workings() {
  const [key, setKey] = useKpiParam();
  useEffect(() => onPreloadWorkings(load), []);
  return key ? <Drawer key={key} kpiKey={key} onClose={() => setKey(null)} /> : null;
}
