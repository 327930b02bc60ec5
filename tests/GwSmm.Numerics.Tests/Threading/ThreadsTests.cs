namespace GwSmm.Numerics.Tests;

public sealed class ThreadsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 2)]
    [InlineData(1000, 16)]
    public void For_RunsEveryIndexOnce(int count, int threads)
    {
        var runs = new int[count];
        Threads.For(count, threads, i => Interlocked.Increment(ref runs[i]));
        Assert.All(runs, run => Assert.Equal(1, run));
    }

    [Fact]
    public void For_OneThread_RunsInOrderOnTheCaller()
    {
        var caller = Environment.CurrentManagedThreadId;
        var order = new List<int>();
        Threads.For(20, 1, i =>
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            order.Add(i);
        });
        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void For_ThrowsTheFailureOfTheLowestIndexUnwrapped(int threads)
    {
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => Threads.For(64, threads, i =>
            {
                if (i % 10 == 7)
                {
                    throw new InvalidOperationException($"index {i}");
                }
            }));
            Assert.Equal("index 7", failure.Message);
        }
    }

    [Fact]
    public void For_Cancelled_ThrowsOperationCanceled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Threads.For(8, 4, _ => source.Token.ThrowIfCancellationRequested()));
    }

    [Fact]
    public void For_Nested_Finishes()
    {
        var total = 0;
        Threads.For(16, 4, _ => Threads.For(16, 4, _ => Interlocked.Increment(ref total)));
        Assert.Equal(256, total);
    }

    [Fact]
    public void For_RejectsBadArguments()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Threads.For(-1, 1, _ => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Threads.For(1, 0, _ => { }));
        Assert.Throws<ArgumentNullException>(() => Threads.For(1, 1, null!));
    }
}
