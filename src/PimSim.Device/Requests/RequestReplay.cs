using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>Replays plain requests through the memory controllers of a device.</summary>
public sealed class RequestReplay
{
    private const int Batch = 4096;

    private readonly DeviceModel model;
    private readonly AddressMapping mapping;
    private readonly TimingTable table;
    private readonly CommandRoles roles;

    /// <summary>Compiles the timing of <paramref name="model"/>.</summary>
    /// <exception cref="UserErrorException">PIM0600; PIM0620: the model has no address mapping; PIM0621: a policy needs commands that the standard lacks; PIM0623: more banks than are told apart.</exception>
    public RequestReplay(DeviceModel model)
    {
        this.model = model;
        mapping = model.Controller.Mapping ?? throw new UserErrorException(
            "PIM0620", $"device '{model.Name}' has no address mapping: its sizes are no powers of two", null, "use a model with sizes that are powers of two");
        RequireBanks();
        roles = new CommandRoles(model.Standard);
        Require(model.Controller.PagePolicy is PagePolicy.Closed or PagePolicy.Capped, "RDA and WRA", "pagePolicy", roles.ReadAutoPrecharge, roles.WriteAutoPrecharge);
        Require(model.Controller.Refresh == RefreshPolicy.AllBank && model.RefreshIntervalCycles > 0, "REFab", "refresh.policy", roles.RefreshAll);
        Require(model.Controller.Refresh == RefreshPolicy.PerBank, "REFpb", "refresh.policy", roles.RefreshBank);
        Require(
            model.Controller.PowerDown != PowerDownPolicy.None,
            "PDEA, PDXA, PDEP and PDXP",
            "powerDown.policy",
            roles.EnterActivePowerDown,
            roles.LeaveActivePowerDown,
            roles.EnterPrechargedPowerDown,
            roles.LeavePrechargedPowerDown);
        Require(model.Controller.PowerDown == PowerDownPolicy.SelfRefresh, "SREFEN and SREFEX", "powerDown.policy", roles.EnterSelfRefresh, roles.LeaveSelfRefresh);
        table = new TimingTable(model, Used(model.Controller).Contains);
    }

    /// <summary>
    /// False: requests enter the device one after another, at most one a cycle. True: those of a channel do, whatever the
    /// other channels are at, so that several channels can be kept busy at once.
    /// </summary>
    public bool ChannelsApart { get; init; }

    /// <summary>
    /// True: the scheduler that knows all policies serves the requests. False: a faster one does where it can
    /// (<see cref="OpenPageRules"/>); both give the same commands.
    /// </summary>
    internal bool Reference { get; init; }

    /// <summary>Runs until every request is served.</summary>
    /// <param name="source">The requests; each enters when its cycle has come and its queue has room, in order (<see cref="ChannelsApart"/>).</param>
    /// <param name="observer">Watches commands and queues.</param>
    /// <param name="progress">Told the number of requests that have entered.</param>
    /// <param name="cancellation">Stops the run.</param>
    public ReplayResult Run<TObserver>(IRequestSource source, TObserver observer, IProgress<long>? progress, CancellationToken cancellation)
        where TObserver : struct, IRequestObserver
    {
        OpenPageRules? rules = Reference ? null : OpenPageRules.Compile(model, table, roles);
        var channels = new RequestChannel[model.Organization.Channels];
        for (int c = 0; c < channels.Length; c++)
        {
            channels[c] = rules is null
                ? RequestChannel.General(model, table, roles, c, observer, cancellation)
                : RequestChannel.OpenPage(model, rules, table, c, observer, cancellation);
        }

        var buffer = new Request[Batch];
        long[] entered = new long[channels.Length];
        Array.Fill(entered, -1);
        long reads = 0;
        long writes = 0;
        for (int n = source.Read(buffer); n > 0; n = source.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (ref readonly Request r in buffer.AsSpan(0, n))
            {
                RequestPlace place = mapping.Decode(r.Address);
                ref long last = ref entered[ChannelsApart ? place.Channel : 0];
                last = channels[place.Channel].Enter(place, r.IsWrite, Math.Max(r.Cycle, last + 1));
                reads += r.IsWrite ? 0 : 1;
                writes += r.IsWrite ? 1 : 0;
            }

            progress?.Report(reads + writes);
        }

        foreach (RequestChannel c in channels)
        {
            c.Drain();
        }

        long end = channels.Max(c => c.LastData);
        foreach (RequestChannel c in channels)
        {
            c.IdleUntil(end);
        }

        return ReplayResult.Collect(model, channels.SelectMany(c => c.Results(end)), reads, writes, end);
    }

    /// <summary>The commands that the controller's policies can issue.</summary>
    private HashSet<int> Used(ControllerModel policy)
    {
        HashSet<int> used = [roles.Activate, roles.Precharge, roles.PrechargeAll, roles.Read, roles.Write];
        used.UnionWith(policy.Refresh == RefreshPolicy.None ? [] : [policy.Refresh == RefreshPolicy.PerBank ? roles.RefreshBank : roles.RefreshAll]);
        used.UnionWith(policy.PagePolicy is PagePolicy.Closed or PagePolicy.Capped ? [roles.ReadAutoPrecharge, roles.WriteAutoPrecharge] : []);
        used.UnionWith(policy.PowerDown == PowerDownPolicy.None
            ? []
            : [roles.EnterActivePowerDown, roles.LeaveActivePowerDown, roles.EnterPrechargedPowerDown, roles.LeavePrechargedPowerDown]);
        used.UnionWith(policy.PowerDown == PowerDownPolicy.SelfRefresh ? [roles.EnterSelfRefresh, roles.LeaveSelfRefresh] : []);
        return used;
    }

    private void RequireBanks()
    {
        const int Maximum = 1 << BankCandidates.BankBits;
        int banks = model.Organization.Banks * model.Organization.Ranks;
        if (banks > Maximum)
        {
            throw new UserErrorException(
                "PIM0623",
                FormattableString.Invariant($"a pseudo-channel of '{model.Name}' has {banks} banks in {model.Organization.Ranks} ranks; requests are served in at most {Maximum}"),
                null,
                "set 'organization.ranks', 'organization.bankGroups' or 'organization.banksPerGroup' to less");
        }
    }

    private void Require(bool needed, string commands, string parameter, params ReadOnlySpan<int> ids)
    {
        if (needed && ids.Contains(-1))
        {
            throw new UserErrorException("PIM0621", $"'{parameter}' of '{model.Name}' needs {commands}, which standard '{model.Standard.Name}' has not", null, $"set '{parameter}' to another policy");
        }
    }
}
