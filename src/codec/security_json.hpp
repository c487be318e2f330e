// Data sets, secure filters and structured queries from and to JSON, strictly: `invalid` with the dotted path
// ("secureFilters.orders[0][1].op") and the mend.
#pragma once

#include "base/result.hpp"
#include "model/dataset.hpp"
#include "model/secure_filter.hpp"
#include "model/structured_query.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace presstime::codec {

// At most 100 groups of 50 terms, 1,000 values to a term and 10,000 to a filter; text of 1,000 characters.
// [{field,op,value}, ...] = one of them; [[...], [...]] = all of one list; [] = no rows.
Result<RowFilter> row_filter_from_json(const boost::json::value& value, const std::string& path);
boost::json::array row_filter_to_json(const RowFilter& filter);

// `dataSetIds` ("*" or a list) and `secureFilters` of a token's claims; other members are not looked at. A
// token without dataSetIds names nothing.
Result<SecurityContext> security_from_claims(const boost::json::object& claims);
// The same two members, alone and no others, as reports keep them.
Result<SecurityContext> security_from_json(const boost::json::value& value, const std::string& path);
boost::json::object security_to_json(const SecurityContext& security);

// {"name","connection","table" | "sql"}, and "id" for a workspace's.
Result<Dataset> dataset_from_json(const boost::json::value& value, const std::string& path);
boost::json::object dataset_to_json(const Dataset& dataset);

// {"dataSetId","dimension","measure","timeDimension","filter","order","limit","offset"}.
Result<StructuredQuery> structured_query_from_json(const boost::json::value& value, const std::string& path);
// The same checks, and the query as compact JSON with the members it came with, as reports keep it and their
// events carry it: at most 8,000 bytes.
Result<std::string> structured_query_text(const boost::json::value& value, const std::string& path);

} // namespace presstime::codec
