// Why a try failed, in three readings: a cause for the program, a sentence for the endpoint's owner that
// tells nothing of inner networks, and a detail for the operator's log.
#pragma once

#include "platform/http/post_engine.hpp"
#include "platform/http/resolver_pool.hpp"

#include <boost/system/error_code.hpp>
#include <string>
#include <string_view>

namespace presstime::http {

struct PostFault {
    PostFailure failure = PostFailure::none;
    bool local_fault = false;
    Error error;
};

// This machine's own lack of routes, ports, descriptors or memory.
bool is_local_fault(const boost::system::error_code& error);

PostFault bad_request_fault(Error error);
PostFault refused_fault(Error error);
PostFault lookup_fault(const std::string& host, Error error, bool local);
// One sentence for refused, unreachable and timed out: which of them it was would map an inner network.
PostFault connect_fault(const std::string& host, const boost::system::error_code& error, bool local);
PostFault tls_fault(const std::string& host, const boost::system::error_code& error,
                    std::string_view certificate_fault);
PostFault timeout_fault(const std::string& host, std::string_view during);
// The connection was lost before the answer was whole.
PostFault lost_fault(const std::string& host, const boost::system::error_code& error);
PostFault answer_fault(const std::string& host, std::string_view fault);
PostFault cancelled_fault();

// OpenSSL's own errors, a connection cut without a goodbye not among them.
bool is_tls_error(const boost::system::error_code& error);
// What a peer that had already closed the connection shows as.
bool is_stale_error(const boost::system::error_code& error);

} // namespace presstime::http
