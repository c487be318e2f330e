// The member `parameters` of reports and of what is asked of one widget.
#pragma once

#include "codec/json_reader.hpp"

#include <map>
#include <string>

namespace presstime::codec {

// Names and scalars, kept as text: the dashboard's parameter gives them their type when they are bound. At
// most 100 names and 2,000 characters to a value; leaves `parameters` alone when the member is absent.
void read_parameters(ObjectReader& outer, std::map<std::string, std::string>& parameters);

} // namespace presstime::codec
