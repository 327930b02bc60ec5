using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractLog
{
    [Fact]
    public void Messages_of_a_channel_reach_the_log_with_kind_and_source()
    {
        var ml = new MLContext(seed: 1);
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, e) => messages.Add(e);
        IHost host = ((IHostEnvironment)ml).Register("Stage");
        using (IChannel channel = host.Start("Training"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0} of {1}", 1, 2);
            channel.Warning(MessageSensitivity.None, "careful {0}");
        }

        LoggingEventArgs info = Assert.Single(messages, m => m.Kind == ChannelMessageKind.Info && m.RawMessage == "epoch 1 of 2");
        Assert.EndsWith("] epoch 1 of 2", info.Message, StringComparison.Ordinal);
        Assert.Contains("Stage", info.Source, StringComparison.Ordinal);
        Assert.Contains("Training", info.Source, StringComparison.Ordinal);
        Assert.Single(messages, m => m.Kind == ChannelMessageKind.Warning && m.RawMessage == "careful {0}");
    }

    [Fact]
    public void Progress_channels_do_not_reach_the_log()
    {
        var ml = new MLContext(seed: 1);
        int after = 0;
        bool armed = false;
        ml.Log += (_, _) => after += armed ? 1 : 0;
        armed = true;
        using (IProgressChannel progress = ((IHostEnvironment)ml).Register("Stage").StartProgressChannel("Epochs"))
        {
            progress.SetHeader(new ProgressHeader(["loss"], ["epochs"]), entry => entry.SetProgress(0, 1, 2));
            progress.Checkpoint(0.5, 1);
        }

        Assert.Equal(0, after);
    }

    [Fact]
    public void The_seed_of_the_context_decides_the_random_numbers_of_hosts()
    {
        static int Draw(int? seed) => ((IHostEnvironment)new MLContext(seed)).Register("Stage").Rand.Next();
        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
    }
}
