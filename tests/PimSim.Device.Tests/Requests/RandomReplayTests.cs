using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Random requests on random models under random policies: never an illegal command, never a request left behind.</summary>
public sealed class RandomReplayTests
{
    private static readonly string[] Models =
        ["ddr4-2400", "ddr4-2400 organization.ranks=2", "hbm2-2000", "lpddr5-6400", "lpddr5-6400 organization.ranks=2", "gddr6-14000", "hbm3-6400"];

    private static readonly Gen<string> Policies =
        Gen.Select(
            Pick("fcfs", "fr-fcfs"),
            Pick("open", "closed", "capped", "adaptive"),
            Pick("separate", "shared"),
            Pick("all-bank", "per-bank", "none"),
            Pick("none", "power-down", "self-refresh"),
            Gen.Int[0, 4],
            Gen.Bool)
        .Select((order, page, queues, refresh, power, postpone, forward) =>
            $"controller.scheduler={order} controller.pagePolicy={page} controller.queues={queues} refresh.policy={refresh} " +
            $"powerDown.policy={power} refresh.postpone={postpone} controller.forwarding={(forward ? "true" : "false")}");

    private static readonly Gen<string> Sizes =
        Gen.Select(Gen.Int[1, 40], Gen.Int[2, 40], Gen.Int[0, 6], Gen.Int[100, 5000], Gen.Int[1, 300], Gen.Int[1, 8])
        .Select((reads, writes, hits, age, idle, cap) =>
            $"controller.readQueue={reads} controller.writeQueue={writes} controller.drainStart={(writes / 2) + 1} controller.drainStop={writes / 4} " +
            $"controller.rowHitCap={hits} controller.ageLimit={age} powerDown.idle={idle} powerDown.selfRefreshIdle={idle * 10} controller.rowAccessCap={cap} controller.rowIdle={idle}");

    // Few rows and banks, so that hits, conflicts, and two requests for one burst are common; gaps now and then.
    private static readonly Gen<Request[]> Traffic =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3].SelectMany(n => Gen.Int[0, 400 * n].Array[20, 300]), Gen.UInt.Array[300], Gen.Int[0, 100])
        .Select((density, gaps, addresses, writes) =>
        {
            long cycle = 0;
            return gaps.Select((gap, i) =>
            {
                cycle += density == 0 ? 0 : gap < 20 * density ? gap * 40L : gap / 50;
                ulong address = ((ulong)(addresses[i] & 0x3) << 22) | ((ulong)((addresses[i] >> 2) & 0x3F) << 5) | ((ulong)((addresses[i] >> 8) & 0x7) << 14);
                return new Request(cycle, address, (addresses[i] >> 16) % 100 < writes);
            }).ToArray();
        });

    [Fact]
    public void Nothing_is_illegal_and_nothing_is_left() => Check(40, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void Ten_million_commands()
    {
        long commands = 0;
        for (uint seed = 100; commands < 10_000_000; seed++)
        {
            commands += Long(seed);
        }
    }

    private static Gen<string> Pick(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static void Check(int rounds, uint seed) =>
        Gen.Select(Pick(Models), Policies, Sizes, Traffic).Select((m, p, s, t) => (m, p, s, t)).ForEach(
            rounds,
            v =>
            {
                if (Load(v.m, v.p, v.s) is { } model)
                {
                    Replays.Run(model, v.t);
                }
            },
            seed);

    /// <summary>One random model with a stream that keeps it busy for long; returns the commands it took.</summary>
    private static long Long(uint seed)
    {
        (string name, string policy, string sizes) = Gen.Select(Pick(Models), Policies, Sizes).Generate(new PCG(seed, 0), null, out _);
        if (Load(name, policy, sizes) is not { } model)
        {
            return 0;
        }

        const long Count = 150_000;
        Request Make(long i)
        {
            uint r = Core.Philox.Block(seed, (ulong)i, 7).Word0;
            return new Request(i % 5000 * 3 * (i / 5000 % 3), ((ulong)(r & 0x7) << 22) | ((ulong)(r >> 12) << 5), (r & 0x300) == 0);
        }

        var verifier = new Traces.CommandVerifier(model);
        ReplayResult result = new RequestReplay(model).Run(new CountedSource(Count, Make), new VerifyingObserver(verifier), null, TestContext.Current.CancellationToken);
        Traces.VerificationResult verified = verifier.Finish(result.Cycles);
        Replays.Check(model, result, verified, result.Reads, result.Writes);
        Assert.Equal(Count, result.Reads + result.Writes);
        return verified.Commands;
    }

    /// <summary>A model with settings; null where the standard has no such refresh or power state.</summary>
    private static DeviceModel? Load(string name, string policy, string sizes)
    {
        string[] words = name.Split(' ');
        string[] settings = [.. words.Skip(1), .. policy.Split(' '), .. sizes.Split(' ')];
        if (words[0].StartsWith("ddr4", StringComparison.Ordinal))
        {
            settings = [.. settings.Select(s => s == "refresh.policy=per-bank" ? "refresh.policy=all-bank" : s)];
        }

        return DeviceModelLoader.Load(words[0], settings);
    }
}
