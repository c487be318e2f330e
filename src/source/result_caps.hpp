// The row and byte caps of one result: batches pass through, the one that crosses a cap is cut, and the stamp
// says by whose limit.
#pragma once

#include "model/render_input.hpp"
#include "source/source.hpp"

namespace presstime {

class ResultCaps {
public:
    explicit ResultCaps(const QueryLimits& limits) : limits_(limits) {}

    // Cuts `batch` to what is still allowed. Once something was cut, nothing more is wanted.
    void admit(Batch& batch);
    bool reached() const { return completeness_.cut; }
    Completeness completeness() const { return completeness_; }

private:
    QueryLimits limits_;
    std::int64_t bytes_ = 0;
    Completeness completeness_;
};

} // namespace presstime
