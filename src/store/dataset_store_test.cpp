// Data sets: names unique whatever their case, versions that hold, and the dashboard's own beside them.
#include "store/dataset_store.hpp"

#include "store/test_store.hpp"

namespace presstime::store {
namespace {

class DatasetStore : public StoreTest {
protected:
    static Dataset orders() { return {"ds_1", "orders", "shop", "orders", ""}; }
    DatasetRecord add(const Dataset& dataset)
    {
        return write([&](db::Session& session) -> Result<DatasetRecord> {
            DatasetRecord record{1, dataset};
            TRY(insert_dataset(session, record, at(0)));
            return record;
        });
    }
};

TEST_F(DatasetStore, ReadsBackWhatItStores)
{
    add(orders());
    add({"ds_2", "big", "shop", "", "SELECT * FROM orders;"});
    const auto all = read([](db::Session& session) { return list_datasets(session, 1); });
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].dataset.sql, "SELECT * FROM orders;");
    EXPECT_EQ(read([](db::Session& session) { return get_dataset(session, 1, "ds_2"); }).dataset.name, "big");
    EXPECT_EQ(read([](db::Session& session) { return get_dataset(session, 1, "ORDERS"); }).dataset.id,
              "ds_1");
    EXPECT_EQ(error_of([](db::Session& session) { return get_dataset(session, 2, "orders"); }).kind,
              ErrorKind::not_found);
}

TEST_F(DatasetStore, NamesAndIdsAreTakenOnce)
{
    add(orders());
    for (const Dataset& other :
         {Dataset{"ds_1", "other", "shop", "t", ""}, Dataset{"ds_2", "Orders", "shop", "t", ""}})
        EXPECT_EQ(error_of([&](db::Session& session) -> Result<> {
                      DatasetRecord record{1, other};
                      return insert_dataset(session, record, at(0));
                  }).kind,
                  ErrorKind::conflict);
}

TEST_F(DatasetStore, AChangeIsForTheStoredVersion)
{
    DatasetRecord record = add(orders());
    DatasetRecord stale = record;
    record.dataset.table = "orders_2026";
    write([&](db::Session& session) { return update_dataset(session, record, at(0)); });
    EXPECT_EQ(record.version, 2);
    EXPECT_EQ(error_of([&](db::Session& session) { return update_dataset(session, stale, at(0)); }).kind,
              ErrorKind::conflict);
    write([&](db::Session& session) { return delete_dataset(session, 1, "ds_1"); });
    EXPECT_EQ(error_of([](db::Session& session) { return delete_dataset(session, 1, "ds_1"); }).kind,
              ErrorKind::not_found);
}

TEST_F(DatasetStore, ADashboardsOwnNeverTakeThePlaceOfTheWorkspaces)
{
    add(orders());
    const std::vector<Dataset> own = {{"", "returns", "shop", "returns", ""}};
    EXPECT_EQ(read([&](db::Session& session) { return datasets_in_reach(session, 1, own); }).size(), 2U);
    for (const char* name : {"ORDERS", "ds_1"})
        EXPECT_EQ(error_of([&](db::Session& session) {
                      return datasets_in_reach(session, 1, {{"", name, "shop", "all_orders", ""}});
                  }).field,
                  "datasets");
}

} // namespace
} // namespace presstime::store
