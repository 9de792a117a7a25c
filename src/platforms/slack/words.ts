// What somebody typed in Slack, as the words they saw: entities and Slack's own references decoded, nothing interpreted.

/** `<@U1|anna>`, `<#C1|rat>`, `<!here>`, `<https://…|Text>`: as the reader saw them. */
export function plainWords(text: string): string {
  return text
    .replace(
      /<([@#!]?)([^<>|]{1,3000})(?:\|([^<>]{0,3000}))?>/g,
      (_, mark: string, target: string, label?: string) => {
        if (mark === '@' || mark === '#') return `${mark}${label || target}`
        if (mark === '!') return label || `@${target}`
        // a link keeps its address: an annex may be meant
        return target.startsWith('mailto:') ? (label ?? target.slice('mailto:'.length)) : target
      },
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
}
