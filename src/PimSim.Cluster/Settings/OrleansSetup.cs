using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Messaging;

namespace PimSim.Cluster;

/// <summary>How Orleans is set up, for workers and for clients.</summary>
internal static class OrleansSetup
{
    /// <summary>A message holds a batch of points or reports, never files or results.</summary>
    private const int MaxMessageBytes = 16 << 20;
    private const int MaxHeaderBytes = 1 << 20;

    /// <summary>Name that TLS asks for; certificates are judged by their authority, since workers have no names.</summary>
    private const string TlsName = "pimsim";

    /// <summary>A worker.</summary>
    public static void Configure(ISiloBuilder silo, ClusterSettings settings, WorkerOptions options, IPAddress address, int port, int gatewayPort)
    {
        silo.Configure<ClusterOptions>(o => Name(o, settings));
        silo.Configure<SiloOptions>(o => o.SiloName = options.Name);
        silo.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = address;
            o.SiloPort = port;
            o.GatewayPort = gatewayPort;
            o.SiloListeningEndpoint = new IPEndPoint(address, port);
            o.GatewayListeningEndpoint = new IPEndPoint(address, gatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = TimeSpan.FromSeconds(settings.ProbeSeconds);
            o.NumMissedProbesLimit = settings.ProbeMisses;
            o.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2 * settings.ProbeSeconds);
            o.NumMissedTableIAmAliveLimit = 2;
            o.DefunctSiloExpiration = TimeSpan.FromHours(1);
            o.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
        });
        silo.Configure<SiloMessagingOptions>(o =>
        {
            Limit(o, settings);
            o.SystemResponseTimeout = TimeSpan.FromSeconds(settings.ResponseSeconds);
        });
        silo.Configure<ConnectionOptions>(o => o.OpenConnectionTimeout = TimeSpan.FromSeconds(settings.ResponseSeconds));
        if (settings.Tls is { } tls)
        {
            silo.UseTls(o => Secure(o, tls));
        }

        silo.Services.AddOptions<SiloConnectionOptions>().Configure<ILogger<ConnectionHandshake>>((o, log) =>
        {
            ConnectionHandshake handshake = Handshake(settings, log);
            o.ConfigureSiloInboundConnection(c => c.Use(handshake.Accept));
            o.ConfigureGatewayInboundConnection(c => c.Use(handshake.Accept));
            o.ConfigureSiloOutboundConnection(c => c.Use(handshake.Connect));
        });
        if (settings.Address.Kind == StoreKind.Redis)
        {
            silo.UseRedisClustering(o => o.ConfigurationOptions = RedisStore.Options(settings));
        }
        else
        {
            silo.Services.AddSingleton(PostgresStore.Source(settings)).AddSingleton<IMembershipTable, PostgresMembership>();
        }
    }

    /// <summary>A client.</summary>
    public static void Configure(IClientBuilder client, ClusterSettings settings)
    {
        client.Configure<ClusterOptions>(o => Name(o, settings));
        client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        client.Configure<ClientMessagingOptions>(o => Limit(o, settings));
        client.Configure<ConnectionOptions>(o => o.OpenConnectionTimeout = TimeSpan.FromSeconds(settings.ResponseSeconds));
        if (settings.Tls is { } tls)
        {
            client.UseTls(o => Secure(o, tls));
        }

        client.Services.AddOptions<ClientConnectionOptions>().Configure<ILogger<ConnectionHandshake>>(
            (o, log) => o.ConfigureConnection(c => c.Use(Handshake(settings, log).Connect)));
        if (settings.Address.Kind == StoreKind.Redis)
        {
            client.UseRedisClustering(o => o.ConfigurationOptions = RedisStore.Options(settings));
        }
        else
        {
            client.Services.AddSingleton(PostgresStore.Source(settings)).AddSingleton<PostgresMembership>().AddSingleton<IGatewayListProvider, PostgresGateways>();
        }
    }

    private static void Name(ClusterOptions options, ClusterSettings settings)
    {
        options.ClusterId = settings.Id;
        options.ServiceId = "pimsim";
    }

    private static void Limit(MessagingOptions options, ClusterSettings settings)
    {
        options.ResponseTimeout = TimeSpan.FromSeconds(settings.ResponseSeconds);
        options.MaxMessageBodySize = MaxMessageBytes;
        options.MaxMessageHeaderSize = MaxHeaderBytes;
    }

    private static ConnectionHandshake Handshake(ClusterSettings settings, ILogger<ConnectionHandshake> log) =>
        new(settings.Key, TimeSpan.FromSeconds(settings.ResponseSeconds), log);

    private static void Secure(TlsOptions options, TlsFiles tls)
    {
        options.LocalCertificate = tls.Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => tls.Accepts(certificate);
        options.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = TlsName;
    }
}
