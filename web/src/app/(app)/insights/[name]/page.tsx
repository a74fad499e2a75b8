import type { Metadata } from "next";
import Link from "next/link";
import { InsightPage } from "@/features/insights/insight-page";
import { ComparePicker } from "@/features/summary/compare-picker";
import { RangePicker } from "@/features/summary/range-picker";
import { INSIGHT_PAGES, insightTitle } from "@/lib/insights";
import { buttonClass } from "@/ui/button";

interface Props {
  params: Promise<{ name: string }>;
}

export const dynamicParams = false;

export const generateStaticParams = () => INSIGHT_PAGES.map(({ name }) => ({ name }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: insightTitle((await params).name) };
}

export default async function Page({ params }: Props) {
  const { name } = await params;
  const steering = (
    <>
      <RangePicker summary={null} />
      <ComparePicker />
      {name === "profit" && (
        <Link href="/settings/costs/" className={buttonClass("chip")}>
          Set costs
        </Link>
      )}
    </>
  );
  return <InsightPage name={name} steering={steering} />;
}
