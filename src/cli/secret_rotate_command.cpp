// The server does it; here stands what to tell the person afterwards.
#include "cli/secret_rotate_command.hpp"

#include "cli/api_call.hpp"
#include "cli/api_job.hpp"

#include <fmt/format.h>
#include <ostream>

namespace presstime::cli {
namespace json = boost::json;
namespace {

Result<> rotate(ApiTransport& api, const Arguments&, std::ostream&, std::ostream& err)
{
    const json::value answer = TRY(call_api(api, "POST", "/v1/secrets/rotate", "{}"));
    const auto count = [&](std::string_view name) { return answer.at(name).to_number<std::int64_t>(); };
    err << fmt::format("{} secrets are sealed with a new key; copy the key file to its safe place again\n",
                       count("renewed") + count("sealed"));
    if (answer.at("settings_lag_behind").as_bool())
        err << "The settings hold a text sealed with an older key, which stays in the key file; make it anew "
               "with presstime secret seal\n";
    if (count("unreadable") == 0)
        return {};
    return fail(Error::give_up(fmt::format("{} secrets cannot be opened, as the server's log names them; set "
                                           "them again, or put the key file's copy back and restart",
                                           count("unreadable"))));
}

} // namespace

Command secret_rotate_command(const OpenApi& open)
{
    return make_command(open,
                        {"secret rotate",
                         "",
                         "makes a new key for secrets at rest, seals them all with it, drops the old key",
                         {},
                         {},
                         rotate});
}

} // namespace presstime::cli
