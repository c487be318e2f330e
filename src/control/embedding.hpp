// Everything for people without an account here, as one value: keys and tokens of hosts, the results they
// open, embed sessions and what those show.
#pragma once

#include "control/data_access_keys.hpp"
#include "control/embeds.hpp"
#include "control/structured_results.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace presstime::control {

struct EmbeddingRules {
    std::chrono::seconds token_lifetime = std::chrono::hours(24); // of a data access token, at most
    std::vector<std::string> origins;                             // whose pages may call; "*" = every one
    std::string public_url;                                       // without a final slash
};

struct Embedding {
    // `inspector` and `interactive` must outlive this.
    Embedding(const Environment& environment, QueryInspector& inspector, Interactive& interactive,
              EmbeddingRules given)
        : rules(std::move(given)),
          keys(environment),
          tokens(environment, rules.token_lifetime),
          results(environment, tokens, interactive),
          sessions(environment, inspector),
          embeds(environment, sessions, interactive)
    {
    }

    EmbeddingRules rules;
    DataAccessKeys keys;
    DataAccessTokens tokens;
    StructuredResults results;
    EmbedSessions sessions;
    Embeds embeds;
};

} // namespace presstime::control
