// What the server's `backread.status` says, in the few words of a status bar. Knows nothing of the editor.

/** The answer of `backread.status`. */
export interface Status {
  sources: number;
  unread: number;
  loading: boolean;
  problems: string[];
  drafts: DraftStatus[];
}

export interface DraftStatus {
  uri: string;
  /** By kind of fact and standing; what there is none of is left out. */
  coverage: Record<string, Record<string, number>>;
  findings: number;
  accepted: number;
}

const SUPPORTED = ['supported', 'computed', 'own-reporting'];
// In the order that they are told in; what is not here (not judged) is no part of the total.
const OTHERS: [string, (n: number) => string][] = [
  ['conflicting', (n) => (n === 1 ? '1 differs' : `${n} differ`)],
  ['strengthened', (n) => `${n} weaker in the sources`],
  ['disputed', (n) => `${n} disputed`],
  ['unsupported', (n) => `${n} no source`],
];

/** How many of these the sources give, of how many that could be told. */
function tally(counts: Record<string, number>): { supported: number; total: number } {
  const sum = (standings: string[]) => standings.reduce((n, it) => n + (counts[it] ?? 0), 0);
  const supported = sum(SUPPORTED);
  return { supported, total: supported + sum(OTHERS.map(([standing]) => standing)) };
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** One line for the draft in front; without one, for the workspace. */
export function line(status: Status, draft: DraftStatus | undefined): string {
  if (status.loading) return 'reading sources';
  const parts = [draft ? covered(draft) ?? `no figures, ${sources(status)}` : sources(status)];
  if (status.problems.length > 0) parts.push(plural(status.problems.length, 'problem'));
  return parts.join(' · ');
}

/** Figures where there are any, else whatever could be held against the sources. */
function covered(draft: DraftStatus): string | undefined {
  const figures = tally(draft.coverage['figures'] ?? {});
  if (figures.total > 0) return `${figures.supported} of ${plural(figures.total, 'figure')} supported`;
  const all = Object.values(draft.coverage).map(tally);
  const total = all.reduce((n, it) => n + it.total, 0);
  const supported = all.reduce((n, it) => n + it.supported, 0);
  return total > 0 ? `${supported} of ${plural(total, 'fact')} supported` : undefined;
}

export function sources(status: Status): string {
  if (status.sources === 0 && status.unread === 0) return 'no sources';
  return status.unread > 0 ? `${plural(status.sources, 'source')}, ${status.unread} unreadable` : plural(status.sources, 'source');
}

/** A line for each kind of fact in the draft: "quotes: 3 of 5 supported · 1 differs · 1 no source". */
export function coverage(draft: DraftStatus): string[] {
  return Object.entries(draft.coverage).flatMap(([kind, counts]) => {
    const { supported, total } = tally(counts);
    const others = OTHERS.filter(([standing]) => counts[standing]).map(([standing, words]) => words(counts[standing] ?? 0));
    if (counts['not-judged']) others.push(`${counts['not-judged']} not judged`);
    const parts = total > 0 ? [`${supported} of ${total} supported`, ...others] : others;
    return parts.length > 0 ? [`${kind}: ${parts.join(' · ')}`] : [];
  });
}

export function findings(draft: DraftStatus): string {
  const accepted = draft.accepted > 0 ? ` · ${draft.accepted} let stand` : '';
  return `${plural(draft.findings, 'finding')}${accepted}`;
}
