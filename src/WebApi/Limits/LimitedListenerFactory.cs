using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>
/// Accepts no more connections than the limits allow. A connection beyond the limit of its client is closed at once. A connection beyond
/// the total limit waits until another is closed, and the oldest connections are asked to close when they are idle. Further connections
/// wait in the system's queue. Kestrel's own limit would accept each connection, for which there may be no descriptor, and close the
/// newest.
/// </summary>
internal sealed class LimitedListenerFactory(
    SocketTransportFactory sockets,
    ConnectionLimits limits
) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken = default
    ) => new Listener(await sockets.BindAsync(endpoint, cancellationToken), limits);

    private sealed class Listener(IConnectionListener listener, ConnectionLimits limits)
        : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(
            CancellationToken cancellationToken = default
        )
        {
            while (await listener.AcceptAsync(cancellationToken) is { } connection)
            {
                var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
                if (!limits.TryEnter(address))
                {
                    await RefuseAsync(connection);
                    continue;
                }

                if (await TryTakePlaceAsync(cancellationToken))
                    return new CountedConnection(connection, address, limits);

                limits.Leave(address);
                await RefuseAsync(connection);
                return null;
            }

            return null;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await listener.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await listener.DisposeAsync();
            _unbound.Dispose();
        }

        /// <returns><see langword="false"/> once the listener is unbound.</returns>
        private async Task<bool> TryTakePlaceAsync(CancellationToken ct)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_unbound.Token, ct);
            try
            {
                await limits.TakePlaceAsync(either.Token);
                return true;
            }
            catch (OperationCanceledException) when (_unbound.IsCancellationRequested)
            {
                return false;
            }
        }

        private static async Task RefuseAsync(ConnectionContext connection)
        {
            connection.Abort(new ConnectionAbortedException("Too many connections"));
            await connection.DisposeAsync();
        }
    }

    /// <summary>A connection that is counted until its socket is closed.</summary>
    private sealed class CountedConnection(
        ConnectionContext connection,
        IPAddress? address,
        ConnectionLimits limits
    ) : ConnectionContext
    {
        private readonly object _opened = limits.Opened(connection);
        private int _isClosed;

        public override string ConnectionId
        {
            get => connection.ConnectionId;
            set => connection.ConnectionId = value;
        }

        public override IFeatureCollection Features => connection.Features;

        public override IDictionary<object, object?> Items
        {
            get => connection.Items;
            set => connection.Items = value;
        }

        public override IDuplexPipe Transport
        {
            get => connection.Transport;
            set => connection.Transport = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => connection.ConnectionClosed;
            set => connection.ConnectionClosed = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => connection.LocalEndPoint;
            set => connection.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => connection.RemoteEndPoint;
            set => connection.RemoteEndPoint = value;
        }

        public override void Abort(ConnectionAbortedException abortReason) =>
            connection.Abort(abortReason);

        [SuppressMessage(
            "Usage",
            "CA1816:Call GC.SuppressFinalize correctly",
            Justification = "Neither this class nor its base class has a finalizer"
        )]
        public override async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                limits.Leave(address);
                limits.Closed(_opened);
            }

            await base.DisposeAsync();
        }
    }
}
