package io.heliosdb.gateway.internal.trace;

import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;

/** The view of a protocol that has none of its own: nothing is shown of the login but how long it was. */
final class LoginMask implements TraceView {
    private boolean open;

    /** @param open whether everything is shown from the beginning */
    LoginMask(boolean open) {
        this.open = open;
    }

    /** The login succeeded. */
    void open() {
        open = true;
    }

    @Override
    public void received(ByteBuf octets, Shown shown) {
        mask(octets);
        shown.received(octets);
    }

    @Override
    public void sent(ByteBuf octets, Shown shown) {
        mask(octets);
        shown.sent(octets);
    }

    private void mask(ByteBuf octets) {
        if (!open) {
            octets.setZero(octets.readerIndex(), octets.readableBytes());
        }
    }
}
