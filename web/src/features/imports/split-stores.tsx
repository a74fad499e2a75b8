import type { ImportStore } from "@/api/types";
import { plural } from "@/lib/format";

function Files({ names }: { names: string[] }) {
  return (
    <details>
      <summary className="whitespace-nowrap hover:text-ink max-rail:min-h-11">
        {plural(names.length, "file")}
      </summary>
      <ul className="text-12 text-soft">
        {names.map((name) => (
          <li key={name} className="wrap-anywhere">
            {name}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What was found of each store, and what told it apart. */
export function SplitStores({ stores, here }: { stores: ImportStore[]; here: string }) {
  return (
    <table className="ledger">
      <thead>
        <tr>
          <th>Store</th>
          <th className="text">Files</th>
          <th className="text">Currency</th>
          <th className="text max-rail:hidden">Order names</th>
          <th className="text max-rail:hidden">Told apart by</th>
        </tr>
      </thead>
      <tbody>
        {stores.map((store) => (
          <tr key={store.name}>
            <td className="font-medium">
              {store.name}
              {store.held_here && (
                <span className="block text-12 font-normal text-faint">{`This is ${here}`}</span>
              )}
            </td>
            <td className="text">
              <Files names={store.files} />
            </td>
            <td className="text">{store.currency ?? "–"}</td>
            <td className="text max-rail:hidden">{store.order_prefix ?? "–"}</td>
            <td className="text text-soft max-rail:hidden">{store.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
