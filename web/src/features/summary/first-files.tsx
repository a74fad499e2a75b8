import Link from "next/link";
import { buttonClass } from "@/ui/button";
import { Notice } from "@/ui/state";

const FILES: [string, string, string][] = [
  [
    "Shopify, Orders → Export",
    "orders_export.csv",
    "Sales, orders, average order value, units, discounts, customers",
  ],
  [
    "Shopify, Analytics → Reports → Export",
    "any report",
    "Sessions, conversion rate, and a check of every sales figure",
  ],
  [
    "Klaviyo, Campaigns and Flows → Export",
    "campaigns.csv, flows.csv",
    "Recipients, open and click rate, email revenue",
  ],
  ["Meta and Google Ads → Export", "ad spend by day", "Ad spend, ROAS, MER"],
];

/** Before the first import: what will be here, which file brings it, and the way there. */
export function FirstFiles() {
  return (
    <div className="pt-2">
      <Notice
        title="Your figures appear here with the first file"
        actions={
          <Link href="/imports/" className={buttonClass("solid")}>
            Drop in a folder
          </Link>
        }
      >
        Export what you have and drop the folder in as it is. Files are told apart by their columns,
        so names do not matter. Start with orders; the rest adds to it.
      </Notice>
      <div className="mt-6">
        <table className="ledger">
          <thead>
            <tr>
              <th className="text">Where it comes from</th>
              <th className="text max-rail:hidden">File</th>
              <th className="text">What it brings</th>
            </tr>
          </thead>
          <tbody>
            {FILES.map(([source, file, brings]) => (
              <tr key={source}>
                <td className="max-rail:w-1/2">
                  {source}
                  <span className="block text-12 text-faint rail:hidden">{file}</span>
                </td>
                <td className="text text-soft max-rail:hidden">{file}</td>
                <td className="text text-soft">{brings}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
