// What is left of a dashboard inside an embed session: hidden widgets gone, locked values bound where the
// viewer cannot reach them. Pure; computed on every call, since the dashboard may have changed meanwhile.
#pragma once

#include "base/result.hpp"
#include "control/data_access.hpp"
#include "model/dashboard.hpp"
#include "model/dataset.hpp"
#include "model/embed.hpp"
#include "model/secure_filter.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

struct EmbedView {
    Dashboard dashboard;                       // without hidden widgets
    std::map<std::string, std::string> locked; // parameter -> its value as text
    std::optional<SecurityContext> security;   // set when a column is locked

    // A parameter that the viewer may set: not locked, and among allowed_dimensions when there are any.
    bool may_set(const EmbedPermissions& permissions, const std::string& parameter) const;
};

// A single value as the text of a parameter; no NULL.
std::string literal_text(const Value& value);

// Of a data access token: the rows its filters leave, and its parameters locked where the dashboard has ones
// of the same name. `invalid("parameters.NAME")` for such a one that is null.
Result<EmbedView> token_view(const DataAccess& access, Dashboard dashboard);

// A locked name is a parameter of the dashboard, or else a column of every data set its queries can read, or
// "data set.column" of one. `tenant_id` is locked like any other when the session has one. `invalid` with the
// path of what finds nothing to filter: refused rather than shown to everybody.
// `datasets` are the dashboard's own and those of the workspace that its connections offer.
Result<EmbedView> embed_view(const EmbedSession& session, Dashboard dashboard,
                             const std::vector<Dataset>& datasets);

} // namespace presstime::control
