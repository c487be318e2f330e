// A stored query result: one compressed column file, written and read batch by batch. The format is the page
// docs/result-file.md; every block carries a checksum, and a file without its end is recognised on opening.
#pragma once

#include "base/result.hpp"
#include "model/render_input.hpp"
#include "platform/objects/object_store.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace presstime {

class ResultWriter {
public:
    virtual ~ResultWriter() = default;
    // Writes the batch as one or more blocks. Its columns must be those given on creation.
    virtual Result<> append(const Batch& batch) = 0;
    // Writes the footer. The object itself is committed by the caller.
    virtual Result<> finish(const Completeness& completeness) = 0;
};

// Writes the header to `object`, which must outlive the writer.
Result<std::unique_ptr<ResultWriter>> make_result_writer(ObjectWriter& object,
                                                         const std::vector<Column>& columns);

// Reads from the first row. give_up "the stored result is damaged ..." for anything that is not a whole
// result file; not_found when there is no file.
Result<std::unique_ptr<BatchReader>> open_result_file(const std::filesystem::path& path);

} // namespace presstime
