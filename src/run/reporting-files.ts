// An exporter whose failures are in the log: people are told that a file could not be made, and the operator why; leaves making to files/.
import type { Exporter } from '../core/ports.ts'

/** The same exporter; what it rejects is reported and rejected. */
export function reportingFiles(exporter: Exporter, report: (defect: unknown) => string): Exporter {
  const reported = (defect: unknown) => {
    report(defect)
    throw defect
  }
  return {
    ...exporter,
    longCsv: (rows) => exporter.longCsv(rows).catch(reported),
    spreadsheet: (sheets) => exporter.spreadsheet(sheets).catch(reported),
    picture: (svg, width) => exporter.picture(svg, width).catch(reported),
  }
}
