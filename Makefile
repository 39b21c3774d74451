plan:
	python3 dev.py plan
test:
	python3 dev.py test
check:
	python3 dev.py check
bench:
	python3 dev.py bench
.PHONY: plan test check bench
