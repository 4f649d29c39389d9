/** Headings of a Markdown document and the anchors that GitHub gives them. */

export interface Heading {
  /** 1 for `#`, 2 for `##` … */
  level: number;
  title: string;
}

export function headingsOf(markdown: string): Heading[] {
  const outsideOfCode = markdown.replace(/^```[\s\S]*?^```$/gm, '');
  return [...outsideOfCode.matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));
}

/** Lower case, hyphens for spaces, no punctuation. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
