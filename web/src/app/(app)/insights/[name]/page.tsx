import type { Metadata } from "next";
import { InsightPage } from "@/features/insights/insight-page";
import { ComparePicker } from "@/features/summary/compare-picker";
import { RangePicker } from "@/features/summary/range-picker";
import { INSIGHT_PAGES, insightTitle } from "@/lib/insights";

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
      <RangePicker summary={undefined} />
      <ComparePicker />
    </>
  );
  return <InsightPage name={name} steering={steering} />;
}
