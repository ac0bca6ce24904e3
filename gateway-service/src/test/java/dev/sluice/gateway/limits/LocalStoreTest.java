package dev.sluice.gateway.limits;

class LocalStoreTest extends StoreContract {

    @Override
    Store store() {
        return new LocalStore(clock);
    }
}
