// Several streams of runs as one list, newest first. A stream is not read before its turn may have come, so
// that a page out of thousands of reports reads the few reports that are on it.
#pragma once

#include "store/run_list.hpp"

#include <optional>
#include <vector>

namespace presstime::control {

class RunMerge {
public:
    // `batch`: so many spots are read ahead of each stream.
    RunMerge(db::Session& session, const store::RunQuestion& question, int batch)
        : session_(session), question_(question), batch_(batch)
    {
    }
    // What the stream has strictly before `place`.
    void add(const store::RunStream& stream, const store::RunPlace& place);
    // The same, of a stream whose next run is known to be at `newest`.
    void add(const store::RunStream& stream, const store::RunPlace& place, Instant newest);

    Result<std::optional<store::RunSpot>> next(); // nothing at the end

private:
    struct Part {
        store::RunStream stream;
        store::RunPlace place; // read up to here
        std::vector<store::RunSpot> spots;
        std::size_t next = 0;
        bool ended = false;
    };
    struct Head {
        store::RunPlace place; // of the part's next spot; until that is read, none lies after it
        std::size_t part = 0;
        bool is_read = false;
    };
    void push(Head head);
    Result<> read_on(std::size_t index);

    db::Session& session_;
    const store::RunQuestion& question_;
    int batch_;
    std::vector<Part> parts_;
    std::vector<Head> heads_; // a heap
};

} // namespace presstime::control
