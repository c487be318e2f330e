// A dashboard's own HTML template and its results become one HTML document. Data is only ever data in it:
// every value is escaped for the place it stands in. Pure; what draws the document is template_print.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/render_input.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

struct TemplatePage {
    std::string html;
    // Rows, completeness and what was wrong; failed_widgets counts failed queries and names that are nothing.
    RenderSummary summary;
};

// The queries of the dashboard that its template shows, by name.
std::vector<std::string> queries_of_template(const Dashboard& dashboard);

// A failed or cut query that the template does not mention by itself (error., reason., complete.) is told in
// a last line of the page. Errors: `invalid` and `too_large` of the template, `give_up` when the deadline
// passes or the document grows over 64 MiB, and what a result that cannot be read back says.
Result<TemplatePage> fill_template_page(const RenderInput& input, const Deadline& deadline);

// Data files of a template dashboard carry each query it shows as a table of its own.
std::vector<Widget> tables_of_template(const Dashboard& dashboard);

} // namespace presstime::stage
