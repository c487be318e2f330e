#include "base/error.hpp"

namespace presstime {

std::string_view to_string(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::retry:
        return "retry";
    case ErrorKind::give_up:
        return "give_up";
    case ErrorKind::not_found:
        return "not_found";
    case ErrorKind::invalid:
        return "invalid";
    case ErrorKind::malformed:
        return "malformed";
    case ErrorKind::unauthenticated:
        return "unauthenticated";
    case ErrorKind::forbidden:
        return "forbidden";
    case ErrorKind::conflict:
        return "conflict";
    case ErrorKind::too_large:
        return "too_large";
    case ErrorKind::too_many:
        return "too_many";
    }
    return "unknown";
}

} // namespace presstime
