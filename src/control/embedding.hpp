// Everything for people without an account here, as one value: keys and tokens of hosts, the results they
// open, embed sessions and what those show.
#pragma once

#include "control/data_access_keys.hpp"
#include "control/embed_schedules.hpp"
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
    // The references must outlive this.
    Embedding(const Environment& environment, QueryInspector& inspector, Interactive& interactive,
              Drawings& drawings, Reports& reports, EmbeddingRules given)
        : rules(std::move(given)),
          keys(environment),
          tokens(environment, rules.token_lifetime),
          sessions(environment, inspector),
          embeds(environment, sessions, tokens, interactive, drawings),
          results(tokens, embeds, interactive),
          schedules(environment, embeds, reports)
    {
    }

    EmbeddingRules rules;
    DataAccessKeys keys;
    DataAccessTokens tokens;
    EmbedSessions sessions;
    Embeds embeds;
    StructuredResults results;
    EmbedSchedules schedules;
};

} // namespace presstime::control
