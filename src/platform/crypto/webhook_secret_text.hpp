// How a webhook's secrets are written (Standard Webhooks 1.0.0). Shared by signing and checking.
#pragma once

#include <string_view>

namespace presstime {

inline constexpr std::string_view kSharedPrefix = "whsec_"; // HMAC-SHA256, v1
inline constexpr std::string_view kPrivatePrefix = "whsk_"; // Ed25519, v1a
inline constexpr std::string_view kPublicPrefix = "whpk_";  // what verifies v1a

} // namespace presstime
