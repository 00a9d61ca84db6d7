using System.Net;
using System.Net.Sockets;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Where a worker listens.</summary>
internal static class WorkerAddress
{
    private const int MaxPort = 65_534;

    /// <summary>The address that was given, or the one from which this machine reaches the store.</summary>
    /// <exception cref="UserErrorException">PIM1413: it is none.</exception>
    public static IPAddress Find(string? given, ClusterAddress store)
    {
        if (given is not null)
        {
            return IPAddress.TryParse(given, out IPAddress? address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
                ? address
                : throw new UserErrorException("PIM1413", $"'{given}' is no address that others can reach this worker at", null, "give --address an IP address of this machine");
        }

        try
        {
            // Nothing is sent: the system only chooses where it would send from.
            using Socket socket = new(SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(store.Host, store.Port);
            IPAddress own = ((IPEndPoint)socket.LocalEndPoint!).Address;
            return own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own;
        }
        catch (SocketException e)
        {
            throw new UserErrorException("PIM1413", "this machine's address on the way to the store cannot be found: " + e.Message, null, "give --address an IP address of this machine");
        }
    }

    /// <summary>Ports for workers and clients.</summary>
    /// <exception cref="UserErrorException">PIM1413: they are taken.</exception>
    public static (int Silo, int Gateway) Ports(IPAddress address, int given)
    {
        if (given > MaxPort)
        {
            throw new UserErrorException("PIM1413", "the worker takes two ports in a row", null, FormattableString.Invariant($"give --port at most {MaxPort}"));
        }

        try
        {
            // Both are held at the same time, so that they differ.
            using TcpListener silo = new(address, given);
            using TcpListener gateway = new(address, given == 0 ? 0 : given + 1);
            silo.Start();
            gateway.Start();
            return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
        }
        catch (SocketException e)
        {
            throw new UserErrorException("PIM1413", $"the worker cannot listen at {address}: {e.Message}", null, "give another --port, or none; give --address an IP address of this machine");
        }
    }
}
